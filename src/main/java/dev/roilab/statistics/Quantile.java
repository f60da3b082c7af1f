package dev.roilab.statistics;

import java.util.Arrays;
import java.util.Collection;

/** Quantiles by linear interpolation between neighbours: the type 7 of Hyndman and Fan (1996), R's and NumPy's own. */
public final class Quantile {
    private Quantile() {}

    /**
     * The number below which a part of the values lies; 0.5 is the median.
     *
     * @param values at least one, in any order
     * @param part in [0, 1]
     */
    public static double of(Collection<Double> values, double part) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray(), part);
    }

    /** The same of an array, which is left as it is. */
    public static double of(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = part * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
