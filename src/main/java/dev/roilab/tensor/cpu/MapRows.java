package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Feature maps as one heap array a cell. The compiler turns loops over several heap arrays with one common index into
 * vector instructions; with offsets into one array, or over native memory, it has to fear overlaps and does not.
 */
final class MapRows {
    private static final int CELLS_A_TASK = 64;

    private MapRows() {}

    /** A copy of native [cells, channels]. */
    static float[][] load(Workers workers, MemorySegment values, int cells, int channels) {
        float[][] rows = new float[cells][];
        workers.forEach(Math.ceilDiv(cells, CELLS_A_TASK), task -> {
            int end = Math.min(cells, (task + 1) * CELLS_A_TASK);
            for (int cell = task * CELLS_A_TASK; cell < end; cell++) {
                float[] row = new float[channels];
                MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, offset(cell, channels), row, 0, channels);
                rows[cell] = row;
            }
        });
        return rows;
    }

    /** A copy of native [cells, channels] as {@link OrderedBits}. */
    static int[][] loadOrdered(Workers workers, MemorySegment values, int cells, int channels) {
        int[][] rows = new int[cells][];
        workers.forEach(Math.ceilDiv(cells, CELLS_A_TASK), task -> {
            int end = Math.min(cells, (task + 1) * CELLS_A_TASK);
            for (int cell = task * CELLS_A_TASK; cell < end; cell++) {
                int[] row = new int[channels];
                MemorySegment.copy(values, ValueLayout.JAVA_INT, offset(cell, channels), row, 0, channels);
                OrderedBits.encode(row);
                rows[cell] = row;
            }
        });
        return rows;
    }

    private static long offset(int cell, int channels) {
        return (long) cell * channels * Float.BYTES;
    }
}
