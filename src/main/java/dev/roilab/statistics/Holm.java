package dev.roilab.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Several tests of one study: Holm, A simple sequentially rejective multiple test procedure (Scandinavian Journal of
 * Statistics 6, 1979). The chance of any false rejection among all tests stays below the level, however they depend on
 * each other.
 */
public final class Holm {
    private Holm() {}

    /**
     * Adjusted p values, in the given order: a test rejects at a level if its adjusted value is not above it.
     *
     * @param values p values; one that is not a number belongs to a test that could not be made, which rejects nothing
     *     and counts in the number of tests
     */
    public static double[] adjusted(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> Double.isNaN(values[index]) ? 2 : values[index]))
                .mapToInt(index -> index)
                .toArray();
        double[] adjusted = new double[values.length];
        double largest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            double value = values[order[rank]];
            largest = Math.max(largest, Math.min(1, (values.length - rank) * value));
            adjusted[order[rank]] = Double.isNaN(value) ? Double.NaN : largest;
        }
        return adjusted;
    }

    /** The level that the next test, the least of those that do not reject, would have to reach. */
    public static double nextLevel(double[] adjusted, double level) {
        long open = Arrays.stream(adjusted).filter(value -> !(value <= level)).count();
        return level / Math.max(1, open);
    }
}
