package dev.roilab.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * A 95 % interval from bootstrap values and the estimate that they scatter about, {@code [2 e - q(0.975), 2 e -
 * q(0.025)]}: the basic or reflected interval (Davison and Hinkley, Bootstrap Methods and their Application, 1997,
 * section 5.2).
 *
 * <p>Average precision of a set of images lies above that of all images of the kind, because precision is the largest
 * at any higher recall, and by the same measure a drawn set, which repeats images, lies above the set that it is drawn
 * from. Quantiles of drawn values as they are (the percentile interval of Efron and Tibshirani, An Introduction to the
 * Bootstrap, 1993, chapter 13) repeat that bias, which the reflection takes off: the centre of the interval is near
 * {@code e - bias}, where the bias is estimated by the drawn values' mean minus {@code e} (their chapter 10).
 */
public record BasicInterval(double low, double high) {
    private static final double TAIL = 0.025;

    /**
     * The interval; drawn values that are not numbers are left out, and empty if there are no others or no estimate.
     *
     * @param estimate of the set that was drawn from
     */
    public static Optional<BasicInterval> of(double[] drawn, double estimate) {
        double[] numbers = Arrays.stream(drawn).filter(Double::isFinite).toArray();
        return numbers.length == 0 || !Double.isFinite(estimate)
                ? Optional.empty()
                : Optional.of(new BasicInterval(
                        2 * estimate - Quantile.of(numbers, 1 - TAIL), 2 * estimate - Quantile.of(numbers, TAIL)));
    }

    /** The part of it between the least and the largest possible value. */
    public BasicInterval within(double least, double largest) {
        return new BasicInterval(Math.clamp(low, least, largest), Math.clamp(high, least, largest));
    }
}
