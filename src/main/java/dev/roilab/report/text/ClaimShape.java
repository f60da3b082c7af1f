package dev.roilab.report.text;

import dev.roilab.claim.Arm;
import dev.roilab.claim.ClaimVerdict;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Pairs;
import dev.roilab.claim.TestedClaim;
import dev.roilab.study.formula.ClaimFormula;
import dev.roilab.study.formula.ClaimFormula.Relation;
import dev.roilab.study.formula.ClaimFormula.Term;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which kind of comparison a claim is, so that it can be put into words: a difference, or a difference of differences.
 */
final class ClaimShape {
    private ClaimShape() {}

    /** One metric of two arms, subtracted. */
    static boolean isDifference(ClaimFormula formula) {
        return !formula.ratio()
                && formula.terms().size() == 2
                && formula.terms().getFirst().factor() == 1
                && formula.terms().getLast().factor() == -1
                && metric(formula, 0).equals(metric(formula, 1));
    }

    /** Whether {@code a - b <= x} and {@code b - a <= y} were claimed with one outcome, and both margins leave room. */
    static boolean boundsFromBothSides(TestedClaim first, TestedClaim second) {
        List<Term> one = first.formula().terms();
        List<Term> other = second.formula().terms();
        return isDifference(first.formula())
                && isDifference(second.formula())
                && first.outcome() == second.outcome()
                && !first.outcome().equals(ClaimVerdict.Outcome.CONTRADICTED)
                && !first.outcome().equals(ClaimVerdict.Outcome.HINT_AGAINST)
                && first.where().equals(second.where())
                && isMargin(first.formula())
                && isMargin(second.formula())
                && metric(first.formula(), 0).equals(metric(second.formula(), 0))
                && one.getFirst().arms().equals(other.getLast().arms())
                && one.getLast().arms().equals(other.getFirst().arms());
    }

    private static boolean isMargin(ClaimFormula formula) {
        return formula.threshold() > 0
                && (formula.relation() == Relation.AT_MOST || formula.relation() == Relation.BELOW);
    }

    /**
     * {@code align has a higher AP75 than pool}; empty if the claim compares nothing that can be named.
     *
     * @param difference what was seen, whose sign decides between higher and lower
     */
    static Optional<String> between(TestedClaim claim, List<String> varied, double difference) {
        List<Pairs.Side> sides = claim.sides();
        Measure measure = sides.getFirst().measure();
        if (isDifference(claim.formula())) {
            return Optional.of(sides.getFirst().label() + " has a " + measure.comparative(difference) + " "
                    + measure.noun() + " than " + sides.get(1).label());
        }
        return doubled(claim, varied, difference > 0 ? "larger" : "smaller");
    }

    /** {@code no difference shown in AP75 between align and pool}. */
    static String undecided(TestedClaim claim, List<String> varied) {
        List<Pairs.Side> sides = claim.sides();
        if (isDifference(claim.formula())) {
            return "no difference shown in " + sides.getFirst().measure().noun() + " between "
                    + sides.getFirst().label() + " and " + sides.get(1).label();
        }
        return doubled(claim, varied, "larger")
                .map(words -> "it is open whether " + words)
                .orElse("it is open whether '" + claim.claim().that() + "' holds");
    }

    /** {@code stride 16}, {@code roi align}. */
    static String setting(String path, String label, List<String> varied) {
        return Arm.shortName(path, varied).replace('_', ' ') + " " + label;
    }

    /** A difference of differences. */
    private static Optional<String> doubled(TestedClaim claim, List<String> varied, String comparative) {
        List<Term> terms = claim.formula().terms();
        if (terms.size() != 4
                || terms.get(0).factor() != 1
                || terms.get(1).factor() != -1
                || terms.get(2).factor() != -1
                || terms.get(3).factor() != 1) {
            return Optional.empty();
        }
        Measure first = claim.sides().get(0).measure();
        Measure second = claim.sides().get(2).measure();
        boolean oneMetricASide = metric(claim.formula(), 0).equals(metric(claim.formula(), 1))
                && metric(claim.formula(), 2).equals(metric(claim.formula(), 3));
        Map<String, String> inner = differing(terms.get(0), terms.get(1));
        Map<String, String> outer = differing(terms.get(0), terms.get(2));
        if (!oneMetricASide || inner.size() != 1 || !inner.equals(differing(terms.get(2), terms.get(3)))) {
            return Optional.empty();
        }
        String path = inner.keySet().iterator().next();
        String arms = label(terms.get(0), path, varied) + " minus " + label(terms.get(1), path, varied);
        if (outer.isEmpty() && !first.equals(second)) {
            return Optional.of("the difference, " + arms + ", is " + comparative + " in " + first.noun() + " than in "
                    + second.noun());
        }
        if (outer.size() != 1 || !first.equals(second) || outer.containsKey(path)) {
            return Optional.empty();
        }
        String other = outer.keySet().iterator().next();
        return Optional.of("the difference in " + first.noun() + ", " + arms + ", is " + comparative + " at "
                + setting(other, terms.get(0).arms().getOrDefault(other, ""), varied) + " than at "
                + setting(other, terms.get(2).arms().getOrDefault(other, ""), varied));
    }

    private static String label(Term term, String path, List<String> varied) {
        return Arm.labelled(term.arms().getOrDefault(path, ""), path, varied);
    }

    /** Both labels by the path in which two terms differ. */
    private static Map<String, String> differing(Term first, Term second) {
        Map<String, String> differing = new LinkedHashMap<>();
        first.arms().forEach((path, label) -> {
            String other = second.arms().getOrDefault(path, "");
            if (!other.equals(label)) {
                differing.put(path, label + " / " + other);
            }
        });
        return differing;
    }

    private static String metric(ClaimFormula formula, int term) {
        return formula.terms().get(term).metric();
    }
}
