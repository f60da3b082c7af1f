package dev.roilab.report.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * The middle 95 % of bootstrap values (the percentile interval of Efron and Tibshirani, An Introduction to the
 * Bootstrap, 1993, chapter 13).
 */
public record PercentileInterval(double low, double high) {
    private static final double TAIL = 0.025;

    /** The interval of these values; values that are not numbers are left out, and empty if there are no others. */
    public static Optional<PercentileInterval> of(double[] values) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        return sorted.length == 0
                ? Optional.empty()
                : Optional.of(new PercentileInterval(quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)));
    }

    /** Linear between neighbours. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
