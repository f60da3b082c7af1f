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

    /** Fills {@code cells}; where nothing won stands {@code none}. */
    void read(long first, int[] cells, int none) {
        if (narrow) {
            MemorySegment.copy(memory, ValueLayout.JAVA_SHORT, first * Short.BYTES, halves, 0, halves.length);
            for (int index = 0; index < cells.length; index++) {
                // 0xffff, the greatest, stands for none.
                cells[index] = Math.min(halves[index] & GREATEST, none);
            }
        } else {
            MemorySegment.copy(memory, ValueLayout.JAVA_INT, first * Integer.BYTES, cells, 0, cells.length);
            for (int index = 0; index < cells.length; index++) {
                cells[index] = Math.min(cells[index] & Integer.MAX_VALUE, none);
            }
        }
    }
}
