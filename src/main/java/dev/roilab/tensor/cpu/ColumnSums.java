package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sums down the columns of a matrix, rows in order. */
final class ColumnSums {
    private static final int COLUMNS_A_TASK = 256;

    private final Workers workers;

    ColumnSums(Workers workers) {
        this.workers = workers;
    }

    /** @param matrix [B, K]; the sums are [K] */
    void into(MemorySegment sums, CpuTensor matrix) {
        int rows = matrix.shape().size(0);
        int columns = matrix.shape().size(1);
        MemorySegment values = matrix.memory();
        workers.forEach(Math.ceilDiv(columns, COLUMNS_A_TASK), task -> {
            int first = task * COLUMNS_A_TASK;
            int count = Math.min(COLUMNS_A_TASK, columns - first);
            float[] row = new float[count];
            float[] sum = new float[count];
            for (int index = 0; index < rows; index++) {
                long offset = ((long) index * columns + first) * Float.BYTES;
                MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, offset, row, 0, count);
                for (int column = 0; column < count; column++) {
                    sum[column] += row[column];
                }
            }
            MemorySegment.copy(sum, 0, sums, ValueLayout.JAVA_FLOAT, (long) first * Float.BYTES, count);
        });
    }
}
