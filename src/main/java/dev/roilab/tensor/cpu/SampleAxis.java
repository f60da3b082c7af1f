package dev.roilab.tensor.cpu;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;

/**
 * The sample points of one region along one axis: for each the two neighbouring cells and the weight of the upper one.
 * Bilinear weights are products of the two axes', so each is computed once a region.
 *
 * @param perCell sample points in each grid cell
 * @param low lower neighbour, or -1 where the point lies more than a cell outside the map and counts as 0
 * @param high upper neighbour
 * @param weight of the upper neighbour, in [0, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one region inside one kernel
record SampleAxis(int perCell, int[] low, int[] high, float[] weight) {

    static SampleAxis of(double from, double to, int gridCells, int mapCells, BilinearSampling sampling) {
        double start = from;
        double size = to - from;
        switch (sampling.edges()) {
            case HALF_PIXEL -> start = from - 0.5;
            case UNSHIFTED -> size = Math.max(size, 1);
            case ROUNDED -> {
                int first = FeatureRows.round(from);
                size = Math.max(FeatureRows.round(to) - first + 1, 1);
                // A whole cell i spans [i, i + 1), and its value stands at index i: half a cell to the left.
                start = first - 0.5;
            }
        }
        int perCell = sampling.samplesPerAxis().orElse((int) Math.ceil(size / gridCells));
        perCell = Math.max(perCell, 0);
        return points(start, size / gridCells, gridCells, perCell, mapCells);
    }

    private static SampleAxis points(double start, double cell, int gridCells, int perCell, int mapCells) {
        int count = gridCells * perCell;
        int[] low = new int[count];
        int[] high = new int[count];
        float[] weight = new float[count];
        for (int i = 0; i < count; i++) {
            int gridCell = i / perCell;
            double point = start + gridCell * cell + (i % perCell + 0.5) * cell / perCell;
            if (point < -1 || point > mapCells) {
                low[i] = -1;
                continue;
            }
            double inside = Math.max(point, 0);
            low[i] = Math.min((int) inside, mapCells - 1);
            high[i] = Math.min(low[i] + 1, mapCells - 1);
            weight[i] = low[i] == mapCells - 1 ? 0 : (float) (inside - low[i]);
        }
        return new SampleAxis(perCell, low, high, weight);
    }

    /** Both axes of a region. */
    record Both(SampleAxis y, SampleAxis x, int image) {
        static Both of(float[] regions, int r, RegionGrid grid, Shape map, BilinearSampling s) {
            double scale = grid.spatialScale();
            var y = SampleAxis.of(
                    regions[5 * r + 2] * scale, regions[5 * r + 4] * scale, grid.height(), map.size(2), s);
            var x = SampleAxis.of(regions[5 * r + 1] * scale, regions[5 * r + 3] * scale, grid.width(), map.size(3), s);
            return new Both(y, x, (int) regions[5 * r]);
        }
    }
}
