package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sums down the columns of a matrix, or over the cells of a map by channel. */
final class ColumnSums {
    /** The numbers read at once: whole rows, as many as fit. */
    private static final int WIDTH = 2048;

    private static final int NUMBERS_A_TASK = 1 << 17;

    private final Workers workers;

    ColumnSums(Workers workers) {
        this.workers = workers;
    }

    /** @param matrix [B, K], or a map [N, K, H, W]; the sums are [K] */
    void into(MemorySegment sums, CpuTensor matrix) {
        int columns = matrix.shape().size(1);
        int rows = Math.toIntExact(matrix.elements() / Math.max(1, columns));
        int rowsATask = Math.max(1, NUMBERS_A_TASK / Math.max(1, columns));
        float[][] parts = new float[Math.ceilDiv(rows, rowsATask)][];
        workers.forEach(parts.length, task -> {
            int first = task * rowsATask;
            parts[task] = sum(matrix.memory(), columns, first, Math.min(rowsATask, rows - first));
        });
        float[] sum = new float[columns];
        for (float[] part : parts) {
            add(part, 0, columns, sum);
        }
        MemorySegment.copy(sum, 0, sums, ValueLayout.JAVA_FLOAT, 0, columns);
    }

    /** Sums of several rows side by side first, which makes long loops of short rows. */
    private static float[] sum(MemorySegment values, int columns, int firstRow, int rows) {
        int together = Math.clamp(WIDTH / columns, 1, rows);
        float[] read = new float[together * columns];
        float[] wide = new float[together * columns];
        for (int row = 0; row < rows; row += together) {
            int count = Math.min(together, rows - row) * columns;
            long offset = (long) (firstRow + row) * columns * Float.BYTES;
            MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, offset, read, 0, count);
            add(read, 0, count, wide);
        }
        float[] sum = new float[columns];
        for (int start = 0; start < wide.length; start += columns) {
            add(wide, start, columns, sum);
        }
        return sum;
    }

    private static void add(float[] values, int start, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            sum[i] += values[start + i];
        }
    }
}
