package dev.roilab.statistics;

import java.util.List;

/**
 * A mean with its two-sided 95 % interval, {@code mean ± t(0.975, n - 1) s / sqrt(n)}: Student (1908). Assumes that the
 * values, one a seed, are independent and roughly normal.
 *
 * @param deviation sample standard deviation (n - 1); not a number with fewer than two values, as are the bounds
 */
public record MeanEstimate(int count, double mean, double deviation, double low, double high) {
    private static final double SPREAD_OF_ROUNDING = 1e-9;

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

    /**
     * Whether the values differ from each other, by more than rounding. Equal ones say nothing of how far others would
     * lie apart: their interval has no width because nothing is known of it.
     */
    public boolean hasSpread() {
        return deviation > SPREAD_OF_ROUNDING * Math.abs(mean) && deviation > Double.MIN_NORMAL;
    }

    /** Whether the interval lies on one side of a value; false with fewer than two values, and for equal ones. */
    public boolean excludes(double value) {
        return hasSpread() && (low > value || high < value);
    }

    /**
     * Student's two-sided test that the mean is this value; not a number with fewer than two values, and for equal
     * ones. At most 0.05 where {@link #excludes}.
     */
    public double pValue(double value) {
        return hasSpread()
                ? 2 * StudentT.below(-Math.abs(mean - value) * Math.sqrt(count) / deviation, count - 1)
                : Double.NaN;
    }

    /** Whether a mean of zero is ruled out. */
    public boolean excludesZero() {
        return excludes(0);
    }
}
