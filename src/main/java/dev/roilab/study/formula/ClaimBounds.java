package dev.roilab.study.formula;

import dev.roilab.measure.MeasureInfo;
import dev.roilab.study.formula.ClaimFormula.Relation;
import dev.roilab.study.formula.ClaimFormula.Term;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds claims that no measurement could decide otherwise: what is bound to be "supported" is no finding, and what no
 * number of seeds could support is no expectation.
 */
public final class ClaimBounds {
    private final Function<String, Optional<MeasureInfo>> measures;

    /** @param measures by name; a formula with one that is not known has no bounds */
    public ClaimBounds(Function<String, Optional<MeasureInfo>> measures) {
        this.measures = measures;
    }

    /** Why a formula says nothing; absent if it may hold and may fail. */
    public Optional<String> problem(ClaimFormula formula) {
        Map<Term, Double> factors = new LinkedHashMap<>();
        formula.terms()
                .forEach(term -> factors.merge(new Term(1, term.metric(), term.arms()), term.factor(), Double::sum));
        if (formula.ratio()) {
            return factors.size() == 1
                    ? Optional.of("a quotient of a number and itself is 1; name two arms")
                    : Optional.empty();
        }
        Optional<Term> cancelled = factors.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .findFirst();
        if (cancelled.isPresent()) {
            return Optional.of(text(cancelled.get()) + " is compared with itself and drops out; name two arms");
        }
        double least = 0;
        double most = 0;
        for (Map.Entry<Term, Double> entry : factors.entrySet()) {
            double factor = entry.getValue();
            double low = factor * least(entry.getKey().metric());
            double high = factor * limit(entry.getKey().metric());
            least += Math.min(low, high);
            most += Math.max(low, high);
        }
        Optional<String> how = decided(formula.relation(), formula.threshold(), least, most, factors.size() > 1);
        return how.isEmpty() ? how : Optional.of(how.get() + ": " + range(factors, least, most));
    }

    /** The smallest value: 0, which only a time is always above. */
    private double least(String metric) {
        return measures.apply(metric).filter(info -> info.unit().isTime()).isPresent() ? Double.MIN_VALUE : 0;
    }

    /** The largest value in the unit that claims use. */
    private double limit(String metric) {
        double most = measures.apply(metric).map(info -> info.unit().most()).orElse(Double.MAX_VALUE);
        return most == Double.MAX_VALUE ? Double.POSITIVE_INFINITY : 100 * most;
    }

    private static Optional<String> decided(
            Relation relation, double threshold, double least, double most, boolean compares) {
        if (holds(relation, least, threshold) && holds(relation, most, threshold)) {
            return Optional.of("holds whatever is measured");
        }
        if (!holds(relation, least, threshold) && !holds(relation, most, threshold)) {
            return Optional.of("can never hold");
        }
        return atTheEnd(relation, threshold, least, most, compares);
    }

    /**
     * Of what holds or fails at one end of the range only. Seeds that are all at the end have no spread, so that no
     * number of them decides.
     */
    private static Optional<String> atTheEnd(
            Relation relation, double threshold, double least, double most, boolean compares) {
        double holding = relation.upward() ? most : least;
        double failing = relation.upward() ? least : most;
        if (threshold == holding) {
            return Optional.of("can never be supported as it holds only at the end of the range");
        }
        return compares && threshold == failing
                ? Optional.of("can never be contradicted as it fails only at the end of the range")
                : Optional.empty();
    }

    private static boolean holds(Relation relation, double value, double threshold) {
        return switch (relation) {
            case ABOVE -> value > threshold;
            case AT_LEAST -> value >= threshold;
            case BELOW -> value < threshold;
            case AT_MOST -> value <= threshold;
        };
    }

    private String range(Map<Term, Double> factors, double least, double most) {
        Term first = factors.keySet().iterator().next();
        String unit = measures.apply(first.metric())
                .map(info -> info.unit().words().getFirst())
                .map(word -> word.isEmpty() ? "" : " " + word)
                .orElse("");
        String always = "%s is always %s%s; state a bound that can be met and missed";
        if (factors.size() == 1) {
            return always.formatted(text(first), within(least(first.metric()), limit(first.metric())), unit);
        }
        return always.formatted("what it compares", within(least, most), unit);
    }

    private static String within(double least, double most) {
        if (Double.isInfinite(most)) {
            return least > 0 ? "above 0" : "at least " + number(least);
        }
        return Double.isInfinite(least) ? "at most " + number(most) : "in " + number(least) + " to " + number(most);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String text(Term term) {
        return term.metric() + "(" + String.join(", ", term.arms().values()) + ")";
    }
}
