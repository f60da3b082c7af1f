package dev.roilab.tensor.cpu;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Edges;
import java.util.OptionalInt;

/**
 * One axis of a region as RoIAlign and RoIWarp sample it.
 *
 * <p>RoIWarp's rounded region consists of whole cells {@code first .. last}. A cell's value lies at its index and the
 * cell reaches half a cell to either side, so the region begins at {@code first - 0.5}: a region of 7 cells with one
 * point a bin reads exactly its own 7 cells, those that RoIPool reads.
 *
 * <p>A bin of a huge region has more points than there is time for. Those outside the map weigh nothing, so that only
 * the {@link #near points near the map} are looked at, which changes no result.
 *
 * @param start where the region begins, in feature cells; a cell's value lies at its index
 * @param binSize in feature cells; negative for a region whose ends are exchanged
 * @param samples points a bin, a whole number; 0 where the number is to be found from a region without extent
 */
record SampledAxis(double start, double binSize, double samples) {
    /** Points a bin beyond which they count as outside: one of them weighs less than 1e-12 of the mean. */
    private static final double MOST_SAMPLES = 1L << 40;

    /**
     * Consecutive points of a bin.
     *
     * @param count 0 for none
     */
    record Range(long first, int count) {}

    /**
     * @param from the region's smaller end in feature cells
     * @param to the region's larger end in feature cells
     * @param bins of the grid on this axis
     */
    static SampledAxis of(double from, double to, int bins, BilinearSampling sampling) {
        Edges edges = sampling.edges();
        double start = switch (edges) {
            case HALF_PIXEL -> from - 0.5;
            case UNSHIFTED -> from;
            case ROUNDED -> PooledAxis.round(from) - 0.5;
        };
        double size = switch (edges) {
            case HALF_PIXEL -> to - from;
            case UNSHIFTED -> Math.max(to - from, 1);
            case ROUNDED -> PooledAxis.cells(from, to);
        };
        double adaptive = Math.max(0, Math.ceil(size / bins));
        OptionalInt fixed = sampling.samplesPerAxis();
        return new SampledAxis(start, size / bins, fixed.isPresent() ? fixed.getAsInt() : adaptive);
    }

    /** How the given point of a bin is read. */
    Interpolation point(int bin, long sample, int mapSize) {
        return Interpolation.at(start + bin * binSize + (sample + 0.5) * binSize / samples, mapSize);
    }

    /**
     * The points of a bin that may lie on the map or within a cell of it, and a few beside them. All of a bin's points
     * where they are few.
     */
    Range near(int bin, int mapSize) {
        if (samples <= mapSize + 4) {
            return new Range(0, (int) samples);
        }
        if (samples > MOST_SAMPLES) {
            return new Range(0, 0);
        }
        double step = binSize / samples;
        if (step == 0) {
            return new Range(0, (int) samples);
        }
        double zero = start + bin * binSize;
        double one = (-1 - zero) / step;
        double other = (mapSize - zero) / step;
        double first = Math.clamp(Math.floor(Math.min(one, other)) - 2, 0, samples);
        double end = Math.clamp(Math.ceil(Math.max(one, other)) + 2, first, samples);
        return new Range((long) first, Math.toIntExact((long) (end - first)));
    }

    /** The mean over each bin's points as weights of the map's cells. */
    AxisWeights weights(int bins, int mapSize) {
        var weights = new AxisWeights.Builder(bins);
        for (int bin = 0; bin < bins; bin++) {
            Range near = near(bin, mapSize);
            for (int index = 0; index < near.count(); index++) {
                Interpolation point = point(bin, near.first() + index, mapSize);
                weights.add(point.low(), point.lowWeight() / samples);
                weights.add(point.high(), point.highWeight() / samples);
            }
            weights.endRow();
        }
        return weights.build();
    }
}
