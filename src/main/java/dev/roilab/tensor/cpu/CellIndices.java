package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Numbers of cells in native memory: 16 bits each where the map is small enough, as nearly all are, otherwise 32. */
final class CellIndices {
    private static final int GREATEST = 0xffff;

    private final MemorySegment memory;
    private final boolean narrow;
    private final short[] halves;

    private CellIndices(MemorySegment memory, boolean narrow, int width) {
        this.memory = memory;
        this.narrow = narrow;
        this.halves = new short[width];
    }

    /**
     * The indices in memory of {@link #bytes}; each task needs its own.
     *
     * @param cells of the map
     * @param width how many indices each call reads or writes
     */
    static CellIndices in(MemorySegment memory, int cells, int width) {
        return new CellIndices(memory, isNarrow(cells), width);
    }

    static CpuTensor allocate(TensorMemory memory, Shape shape, int cells) {
        return memory.allocateRecord(shape, shape.elements() * bytes(cells));
    }

    /** Bytes an index. */
    static int bytes(int cells) {
        return isNarrow(cells) ? Short.BYTES : Integer.BYTES;
    }

    private static boolean isNarrow(int cells) {
        return cells < GREATEST;
    }

    /** @param cells from 0, or -1 for none */
    void write(int[] cells, long first) {
        if (!narrow) {
            MemorySegment.copy(cells, 0, memory, ValueLayout.JAVA_INT, first * Integer.BYTES, cells.length);
            return;
        }
        for (int index = 0; index < halves.length; index++) {
            halves[index] = (short) cells[index];
        }
        MemorySegment.copy(halves, 0, memory, ValueLayout.JAVA_SHORT, first * Short.BYTES, halves.length);
    }

    /**
     * Adds a gradient each to the cell that its index names.
     *
     * @param gradients f32; those from {@code first} on belong to the indices from there
     * @param sums [1 + cells, width], added to; row 0 takes those of empty bins
     */
    void scatter(MemorySegment gradients, long first, float[] sums) {
        if (narrow) {
            scatterNarrow(memory, gradients, first, sums, halves.length);
        } else {
            scatterWide(memory, gradients, first, sums, halves.length);
        }
    }

    private static void scatterNarrow(
            MemorySegment indices, MemorySegment gradients, long first, float[] sums, int width) {
        for (int lane = 0; lane < width; lane++) {
            int cell = indices.getAtIndex(ValueLayout.JAVA_SHORT, first + lane) + 1 & GREATEST;
            sums[cell * width + lane] += gradients.getAtIndex(ValueLayout.JAVA_FLOAT, first + lane);
        }
    }

    private static void scatterWide(
            MemorySegment indices, MemorySegment gradients, long first, float[] sums, int width) {
        for (int lane = 0; lane < width; lane++) {
            int cell = indices.getAtIndex(ValueLayout.JAVA_INT, first + lane) + 1;
            sums[cell * width + lane] += gradients.getAtIndex(ValueLayout.JAVA_FLOAT, first + lane);
        }
    }
}
