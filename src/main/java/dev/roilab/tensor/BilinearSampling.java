package dev.roilab.tensor;

import java.util.OptionalInt;

/**
 * How RoIAlign and RoIWarp read a cell of a region: at regular points, each interpolated from its four neighbours.
 *
 * @param samplesPerAxis points per cell and axis; empty: {@code ceil(region size / grid size)}, by region
 * @param edges what becomes of the region's own coordinates before the grid is laid
 * @param aggregation how a cell's points become one value
 */
public record BilinearSampling(OptionalInt samplesPerAxis, Edges edges, Aggregation aggregation) {
    /** Treatment of a region's coordinates on the feature map. */
    public enum Edges {
        /** Continuous coordinates, half a cell subtracted, so that a cell's centre lies at its index. */
        HALF_PIXEL,
        /** Continuous coordinates without the half-cell shift, at least one cell wide: RoIAlign's first releases. */
        UNSHIFTED,
        /** Rounded to whole cells, end inclusive, as RoIPool does: RoIWarp (arXiv:1512.04412). */
        ROUNDED
    }

    /** How a cell's sample points become one value. */
    public enum Aggregation {
        MEAN,
        MAX
    }

    public BilinearSampling {
        if (samplesPerAxis.isPresent() && samplesPerAxis.getAsInt() < 1) {
            throw new IllegalArgumentException("samples per axis must be >= 1");
        }
    }
}
