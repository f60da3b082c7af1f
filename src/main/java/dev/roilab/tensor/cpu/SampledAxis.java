package dev.roilab.tensor.cpu;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Edges;

/**
 * One axis of a region as RoIAlign and RoIWarp sample it.
 *
 * <p>RoIWarp's rounded region consists of whole cells {@code first .. last}. A cell's value lies at its index and the
 * cell reaches half a cell to either side, so the region begins at {@code first - 0.5}: a region of 7 cells with one
 * point a bin reads exactly its own 7 cells, those that RoIPool reads.
 *
 * @param start where the region begins, in feature cells; a cell's value lies at its index
 * @param binSize in feature cells; negative for a region whose ends are exchanged
 * @param samples points a bin; 0 where the number is to be found from a region without extent
 */
record SampledAxis(double start, double binSize, int samples) {
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
        int adaptive = Math.max(0, (int) Math.ceil(size / bins));
        return new SampledAxis(start, size / bins, sampling.samplesPerAxis().orElse(adaptive));
    }

    /** How the given point of a bin is read. */
    Interpolation point(int bin, int sample, int mapSize) {
        return Interpolation.at(start + bin * binSize + (sample + 0.5) * binSize / samples, mapSize);
    }

    /** The mean over each bin's points as weights of the map's cells. */
    AxisWeights weights(int bins, int mapSize) {
        var weights = new AxisWeights.Builder(bins);
        for (int bin = 0; bin < bins; bin++) {
            for (int sample = 0; sample < samples; sample++) {
                Interpolation point = point(bin, sample, mapSize);
                weights.add(point.low(), point.lowWeight() / samples);
                weights.add(point.high(), point.highWeight() / samples);
            }
            weights.endRow();
        }
        return weights.build();
    }
}
