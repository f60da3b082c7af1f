package dev.roilab.tensor;

/**
 * How a map gets another size. {@code in} and {@code out} are the cells of an axis before and after, {@code y} a cell
 * after.
 *
 * @param height rows after
 * @param width columns after
 */
public record Resampling(int height, int width, Kind kind) {
    /** Where a cell's numbers come from. */
    public enum Kind {
        /**
         * The cell {@code floor(y * in / out)}, in whole numbers: exact where PyTorch's single precision may not be.
         */
        NEAREST,
        /**
         * Between the two cells around {@code (y + 0.5) * in / out - 0.5}, nothing beyond the border's: PyTorch's
         * bilinear without aligned corners.
         */
        BILINEAR,
        /** Between the two cells around {@code y * (in - 1) / (out - 1)}: the corners of both maps are the same. */
        BILINEAR_CORNERS
    }

    public Resampling {
        if (Math.min(height, width) < 1) {
            throw new IllegalArgumentException(
                    "a map is resampled to at least one cell, not to %d x %d".formatted(height, width));
        }
    }

    /** A map [N, C, H, W] that gets {@code factor} times as many rows and columns. */
    public static Resampling enlarged(Shape map, int factor, Kind kind) {
        requireMap(map);
        return new Resampling(Math.multiplyExact(map.size(2), factor), Math.multiplyExact(map.size(3), factor), kind);
    }

    /** Sizes {@code [N, C, height, width]} for a map [N, C, H, W]. */
    public Shape outputShape(Shape map) {
        requireMap(map);
        return Shape.of(map.size(0), map.size(1), height, width);
    }

    private static void requireMap(Shape map) {
        if (map.rank() != 4 || Math.min(map.size(2), map.size(3)) < 1) {
            throw new IllegalArgumentException("what is resampled is a map [N, C, H, W] with cells, got " + map);
        }
    }
}
