package dev.roilab.claim;

import dev.roilab.statistics.FiellerInterval;
import dev.roilab.statistics.MeanEstimate;
import dev.roilab.study.formula.ClaimFormula;
import java.util.List;
import java.util.Optional;

/**
 * A quotient {@code a / b} of which some seed has no logarithm, as a number is 0. Such a seed is evidence, so that the
 * claim {@code a / b > c} is put to the test as {@code a - c b > 0}, which says the same where b is at least 0.
 *
 * @param ratio of the means over seeds; infinite or not a number where the mean of b is 0
 * @param interval by Fieller's theorem; empty where it has no end
 * @param undefined seeds with a ratio of 0, without end, or of nothing to nothing
 * @param tested such as {@code high - 0.05 low}
 * @param threshold that the claim compares the ratio with
 */
public record MeansRatio(
        double ratio, Optional<FiellerInterval> interval, int undefined, String tested, double threshold) {
    /** Of a quotient's two sides; empty where every seed's ratio has a logarithm. */
    static Optional<MeansRatio> of(ClaimFormula formula, Pairs pairs, List<Pairs.Side> sides) {
        int undefined = (int) pairs.bySeed(sides, values -> isDefined(values) ? 0 : 1).stream()
                .filter(share -> share > 0)
                .count();
        if (!formula.ratio() || undefined == 0) {
            return Optional.empty();
        }
        List<Double> above = pairs.bySeed(sides, values -> values[0]);
        List<Double> below = pairs.bySeed(sides, values -> values[1]);
        Optional<FiellerInterval> interval = FiellerInterval.of(above, below).map(FiellerInterval::atLeastZero);
        String factor = formula.threshold() == 1 ? "" : number(formula.threshold()) + " ";
        return Optional.of(new MeansRatio(
                MeanEstimate.of(above).mean() / MeanEstimate.of(below).mean(),
                interval,
                undefined,
                name(sides.getFirst(), sides.getLast()) + " - " + factor + name(sides.getLast(), sides.getFirst()),
                formula.threshold()));
    }

    private static boolean isDefined(double[] values) {
        return values.length != 2 || Double.isFinite(Math.log(values[0] / values[1]));
    }

    /** The arm, or of one arm's two measures what is measured. */
    private static String name(Pairs.Side side, Pairs.Side other) {
        return side.label().equals(other.label()) ? side.measure().noun() : side.label();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Numbers.fixed(value, 0) : Double.toString(value);
    }

    /** The ratio, or in words that there is none. */
    String text() {
        return Double.isFinite(ratio)
                ? Numbers.fixed(ratio, decimals())
                : Double.isNaN(ratio) ? "0 / 0" : "a number / 0";
    }

    /** Both ends, as {@link #text} prints them, with something between them. */
    Optional<String> ends(String between) {
        return interval.map(
                ends -> Numbers.fixed(ends.low(), decimals()) + between + Numbers.fixed(ends.high(), decimals()));
    }

    private int decimals() {
        double low = interval.map(FiellerInterval::low).orElse(ratio);
        double high = interval.map(FiellerInterval::high).orElse(ratio);
        return Numbers.decimalsApart(threshold, 2, low, high);
    }
}
