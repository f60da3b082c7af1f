package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A feature map on the heap, one array for each cell's channels. The compiler vectorises loops over several arrays that
 * share one index, which the rows of different cells then do.
 */
final class FeatureRows {
    private FeatureRows() {}

    /** Copies a map [N, C, H, W], channels innermost in memory, to [N * H * W][C]. */
    static float[][] read(Workers workers, MemorySegment features, Shape shape) {
        int channels = shape.size(1);
        int width = shape.size(3);
        float[][] rows = new float[shape.size(0) * shape.size(2) * width][channels];
        workers.forEach(shape.size(0) * shape.size(2), line -> {
            for (int x = 0; x < width; x++) {
                int cell = line * width + x;
                long at = (long) cell * channels * Float.BYTES;
                MemorySegment.copy(features, ValueLayout.JAVA_FLOAT, at, rows[cell], 0, channels);
            }
        });
        return rows;
    }

    /** Writes channels {@code from} .. {@code from + rows[0].length - 1} of every cell. */
    static void write(float[][] rows, MemorySegment features, int channels, int from) {
        for (int cell = 0; cell < rows.length; cell++) {
            long at = ((long) cell * channels + from) * Float.BYTES;
            MemorySegment.copy(rows[cell], 0, features, ValueLayout.JAVA_FLOAT, at, rows[cell].length);
        }
    }

    /** The regions [R, 5] on the heap. */
    static float[] regions(MemorySegment regions, Shape features) {
        float[] values = regions.toArray(ValueLayout.JAVA_FLOAT);
        for (int r = 0; r < values.length / 5; r++) {
            int image = (int) values[5 * r];
            if (image != values[5 * r] || image < 0 || image >= features.size(0)) {
                throw new IllegalArgumentException(
                        "region %d names image %s of a batch of %d".formatted(r, values[5 * r], features.size(0)));
            }
        }
        return values;
    }

    /** To the nearest integer, halves away from zero, as the reference implementations' C does. */
    static int round(double value) {
        return (int) (value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5));
    }
}
