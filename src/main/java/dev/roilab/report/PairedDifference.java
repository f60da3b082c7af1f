package dev.roilab.report;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The mean of paired differences with its two-sided 95 % interval, {@code mean ± t(0.975, n - 1) s / sqrt(n)}: Student
 * (1908). Assumes that the differences are independent and roughly normal.
 *
 * @param low not a number with fewer than two pairs
 * @param high not a number with fewer than two pairs
 */
record PairedDifference(int pairs, double mean, double low, double high) {
    private static final double UPPER_TAIL = 0.975;

    static PairedDifference of(List<Double> differences) {
        int pairs = differences.size();
        if (pairs == 0) {
            return new PairedDifference(0, Double.NaN, Double.NaN, Double.NaN);
        }
        double mean = differences.stream().mapToDouble(value -> value).sum() / pairs;
        if (pairs == 1) {
            return new PairedDifference(1, mean, Double.NaN, Double.NaN);
        }
        double squares = differences.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double half = quantile(pairs - 1) * Math.sqrt(squares / (pairs - 1) / pairs);
        return new PairedDifference(pairs, mean, mean - half, mean + half);
    }

    /** False with fewer than two pairs. */
    boolean excludesZero() {
        return low > 0 || high < 0;
    }

    /** The 0.975 quantile of Student's t. */
    static double quantile(int degreesOfFreedom) {
        return new TDistribution(degreesOfFreedom).inverseCumulativeProbability(UPPER_TAIL);
    }
}
