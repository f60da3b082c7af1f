package dev.roilab.tensor.cpu;

/**
 * One axis of a region as RoIPool divides it: whole cells, the end inclusive, at least one, cut into bins whose borders
 * are rounded outwards and clipped to the map.
 *
 * <p>The borders are computed in double precision from the bin's size, as torchvision computes them: for a few sizes,
 * such as 29 cells in 7 bins, {@code ceil(7 * (29 / 7.0))} is 30, and the last bin reads one cell more than the
 * definition.
 *
 * @param start first cell of the region; may lie outside the map
 * @param cells of the region, at least 1
 */
record PooledAxis(double start, double cells, int bins, int mapSize) {
    /**
     * @param from the region's smaller end in feature cells
     * @param to the region's larger end in feature cells
     */
    static PooledAxis of(double from, double to, int bins, int mapSize) {
        return new PooledAxis(round(from), cells(from, to), bins, mapSize);
    }

    /** To the nearest whole number, halves away from zero. */
    static double round(double value) {
        return Math.copySign(Math.floor(Math.abs(value) + 0.5), value);
    }

    /** Whole cells from one rounded end to the other, both included; at least 1. */
    static double cells(double from, double to) {
        return Math.max(round(to) - round(from) + 1, 1);
    }

    /** First cell and one past the last of each bin, in turn. */
    int[] borders() {
        int[] borders = new int[2 * bins];
        for (int bin = 0; bin < bins; bin++) {
            borders[2 * bin] = first(bin);
            borders[2 * bin + 1] = end(bin);
        }
        return borders;
    }

    /** First cell of a bin. */
    int first(int bin) {
        return (int) Math.clamp(start + Math.floor(bin * (cells / bins)), 0, mapSize);
    }

    /** One past the last cell of a bin; equal to its first where the bin is empty. */
    int end(int bin) {
        return (int) Math.clamp(start + Math.ceil((bin + 1) * (cells / bins)), 0, mapSize);
    }
}
