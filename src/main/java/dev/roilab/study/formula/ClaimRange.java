package dev.roilab.study.formula;

import dev.roilab.study.formula.ClaimFormula.Relation;
import dev.roilab.study.formula.ClaimFormula.Term;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Where a claim says that a number lies, the same however the claim is written: {@code a > b} and {@code b < a} are one
 * range of one number.
 *
 * @param number the terms with their factors, in an order of their own, whose first factor is above 0; of a quotient
 *     the numerator has the factor 1 and the denominator -1
 */
public record ClaimRange(boolean ratio, SequencedMap<String, Double> number, Relation relation, double threshold) {

    public static ClaimRange of(ClaimFormula formula) {
        SequencedMap<String, Double> factors = new TreeMap<>();
        for (int i = 0; i < formula.terms().size(); i++) {
            Term term = formula.terms().get(i);
            double factor = formula.ratio() ? 1 - 2 * i : term.factor();
            factors.merge(term.metric() + new TreeMap<>(term.arms()), factor, Double::sum);
        }
        boolean turned = factors.firstEntry().getValue() < 0;
        if (!turned) {
            return new ClaimRange(formula.ratio(), factors, formula.relation(), formula.threshold() + 0.0);
        }
        factors.replaceAll((_, factor) -> -factor);
        double threshold = formula.ratio() ? 1 / formula.threshold() : 0.0 - formula.threshold();
        return new ClaimRange(formula.ratio(), factors, formula.relation().turned(), threshold);
    }

    /** Whether no number can lie in both. */
    public boolean contradicts(ClaimRange other) {
        if (ratio != other.ratio || !number.equals(other.number) || relation.upward() == other.relation.upward()) {
            return false;
        }
        ClaimRange lower = relation.upward() ? this : other;
        ClaimRange upper = relation.upward() ? other : this;
        boolean both = lower.relation == Relation.AT_LEAST && upper.relation == Relation.AT_MOST;
        return both ? lower.threshold > upper.threshold : lower.threshold >= upper.threshold;
    }
}
