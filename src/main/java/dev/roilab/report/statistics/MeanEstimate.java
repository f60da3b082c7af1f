package dev.roilab.report.statistics;

import java.util.List;

/**
 * A mean with its two-sided 95 % interval, {@code mean ± t(0.975, n - 1) s / sqrt(n)}: Student (1908). Assumes that the
 * values, one a seed, are independent and roughly normal.
 *
 * @param deviation sample standard deviation (n - 1); not a number with fewer than two values, as are the bounds
 */
public record MeanEstimate(int count, double mean, double deviation, double low, double high) {

    /** The estimate from these values; all not a number if there are none. */
    public static MeanEstimate of(List<Double> values) {
        int count = values.size();
        double mean = values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
        if (count < 2) {
            return new MeanEstimate(count, mean, Double.NaN, Double.NaN, Double.NaN);
        }
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double deviation = Math.sqrt(squares / (count - 1));
        double half = StudentT.halfWidth(count - 1) * deviation / Math.sqrt(count);
        return new MeanEstimate(count, mean, deviation, mean - half, mean + half);
    }

    /** Whether the interval lies on one side of a value; false with fewer than two values. */
    public boolean excludes(double value) {
        return low > value || high < value;
    }

    /** Whether a mean of zero is ruled out. */
    public boolean excludesZero() {
        return excludes(0);
    }
}
