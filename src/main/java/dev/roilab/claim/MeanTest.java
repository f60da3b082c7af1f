package dev.roilab.claim;

import dev.roilab.statistics.MeanEstimate;
import dev.roilab.statistics.SeedsNeeded;
import dev.roilab.study.formula.ClaimFormula;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A mean over paired seeds against the claim's threshold, by Student's t; of a quotient its logarithm, or, where a seed
 * has none, what {@link MeansRatio} says.
 *
 * @param measure of the formula's first term, in whose unit all are
 * @param means of a quotient of which some seed has no logarithm
 */
public record MeanTest(ClaimFormula formula, Measure measure, Comparison comparison, Optional<MeansRatio> means)
        implements ClaimTest {
    static MeanTest of(ClaimFormula formula, Pairs pairs, List<Pairs.Side> sides) {
        Optional<MeansRatio> means = MeansRatio.of(formula, pairs, sides);
        return new MeanTest(
                formula,
                sides.getFirst().measure(),
                pairs.compare(
                        sides,
                        values -> means.isPresent()
                                ? values[0] - formula.threshold() * values[1]
                                : combined(formula, values)),
                means);
    }

    static double combined(ClaimFormula formula, double[] values) {
        if (formula.ratio()) {
            return Math.log(values[0] / values[1]);
        }
        double sum = 0;
        for (int term = 0; term < values.length; term++) {
            sum += formula.terms().get(term).factor() * values[term];
        }
        return sum;
    }

    /** What was tested; of a quotient its logarithm, if all seeds have one. */
    public MeanEstimate estimate() {
        return comparison.estimate();
    }

    double threshold() {
        if (means.isPresent()) {
            return 0;
        }
        return formula.ratio() ? Math.log(formula.threshold()) : formula.threshold();
    }

    @Override
    public double pValue() {
        return estimate().pValue(threshold());
    }

    @Override
    public boolean above() {
        return estimate().mean() > threshold();
    }

    @Override
    public int seeds() {
        return estimate().count();
    }

    @Override
    public String noun(int count) {
        return comparison.noun(count);
    }

    @Override
    public String seen() {
        String spread = comparison.isWithoutSpread()
                ? ", equal in all " + comparison.seeds() + ": nothing is known of the spread"
                : (seeds() < 2
                                ? ""
                                : " [" + text(estimate().low()) + ", "
                                        + text(estimate().high()) + "]") + ", " + comparison.seeds();
        return comparison.witnesses().before()
                + means.map(found -> found.text() + " of the means"
                                + found.ends(", ")
                                        .map(ends -> " [" + ends + "]")
                                        .orElse("") + "; " + why(found) + ": "
                                + tested())
                        .orElseGet(this::effect)
                + spread
                + comparison.witnesses().after();
    }

    private String why(MeansRatio found) {
        return "the ratio is 0 or undefined in " + found.undefined() + " of " + comparison.seeds() + ", so tested by "
                + found.tested();
    }

    /** The estimate with its unit: {@code +4.0 points}, {@code 1.33}. */
    public String effect() {
        if (means.isPresent()) {
            return means.get().text();
        }
        if (formula.ratio()) {
            return text(estimate().mean());
        }
        boolean level = formula.terms().size() == 1;
        String text = tested();
        return level && text.startsWith("+") ? text.substring(1) : text;
    }

    /** The tested difference with its unit. */
    private String tested() {
        String number = Numbers.signed(estimate().mean(), decimals());
        return (number + " " + measure().unitOfDifferences()).strip();
    }

    /** {@code ", the ratio of the means ..., so tested by high - 0.05 low: +3.8 points"}; empty for other tests. */
    public String instead() {
        return means.map(found -> ", the ratio of the means"
                        + found.ends(" to ")
                                .map(ends -> ", 95 % interval " + ends)
                                .orElse("") + "; " + why(found) + ": " + tested())
                .orElse("");
    }

    /** The 95 % interval in words; empty with one seed. */
    public String interval() {
        return seeds() < 2
                ? ""
                : "95 % interval " + text(estimate().low()) + " to "
                        + text(estimate().high());
    }

    /**
     * As many as the estimate has, or as it takes to tell the ends of its interval, or without one itself, from the
     * threshold.
     */
    private int decimals() {
        MeanEstimate found = estimate();
        boolean interval = seeds() > 1 && !comparison.isWithoutSpread();
        double[] values = interval ? new double[] {found.low(), found.high()} : new double[] {found.mean()};
        if (formula.ratio() && means.isEmpty()) {
            return Numbers.decimalsApart(
                    formula.threshold(), 2, Arrays.stream(values).map(Math::exp).toArray());
        }
        return Numbers.decimalsApart(threshold(), measure().decimals(found.mean()), values);
    }

    /** A value on the scale of the estimate. */
    private String text(double value) {
        if (formula.ratio() && means.isEmpty()) {
            return Numbers.fixed(Math.exp(value), decimals());
        }
        String text = Numbers.signed(value, decimals());
        return formula.terms().size() == 1 && text.startsWith("+") ? text.substring(1) : text;
    }

    @Override
    public String needed(double level) {
        if (comparison.isWithoutSpread()) {
            return noun(2) + " whose results differ";
        }
        int least = Comparison.ENOUGH_SEEDS - seeds();
        OptionalInt more = SeedsNeeded.more(estimate(), threshold(), level);
        if (seeds() < 2 || (least > 0 && pValue() <= level)) {
            return more("at least", least);
        }
        return more.isPresent()
                ? more("about", Math.max(least, more.getAsInt()))
                : "over " + SeedsNeeded.MOST + " " + noun(2);
    }
}
