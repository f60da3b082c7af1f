package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Shape;

/** The two orders of a rank-4 tensor: logical [N, C, H, W] and in memory [N, H, W, C]. */
final class Layout {
    private Layout() {}

    static float[] toMemory(float[] logical, Shape shape) {
        return transpose(logical, shape.size(0), shape.size(1), shape.size(2) * shape.size(3));
    }

    static float[] toLogical(float[] memory, Shape shape) {
        return transpose(memory, shape.size(0), shape.size(2) * shape.size(3), shape.size(1));
    }

    /** Strides in elements of the memory order, by logical axis. */
    static long[] strides(Shape shape) {
        long[] strides = new long[shape.rank()];
        if (shape.rank() == 4) {
            strides[1] = 1;
            strides[3] = Math.max(1, shape.size(1));
            strides[2] = strides[3] * Math.max(1, shape.size(3));
            strides[0] = strides[2] * Math.max(1, shape.size(2));
            return strides;
        }
        long step = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= Math.max(1, shape.size(axis));
        }
        return strides;
    }

    /** [outer, rows, columns] to [outer, columns, rows]. */
    private static float[] transpose(float[] source, int outer, int rows, int columns) {
        if (rows == 1 || columns == 1) {
            return source;
        }
        float[] target = new float[source.length];
        for (int n = 0; n < outer; n++) {
            int base = n * rows * columns;
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    target[base + column * rows + row] = source[base + row * columns + column];
                }
            }
        }
        return target;
    }
}
