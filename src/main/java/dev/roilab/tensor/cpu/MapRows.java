package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;

/**
 * Feature maps as one heap array a cell. The compiler turns loops over several heap arrays with one common index into
 * vector instructions; with offsets into one array, or over native memory, it has to fear overlaps and does not.
 */
final class MapRows {
    private static final int CELLS_A_TASK = 64;

    private MapRows() {}

    /**
     * A copy of a map's [N * H * W, C].
     *
     * @param shape its logical [N, C, H, W]
     */
    static float[][] load(Workers workers, Shape shape, Numbers map) {
        int channels = shape.size(1);
        int cells = Math.multiplyExact(shape.size(0), Math.multiplyExact(shape.size(2), shape.size(3)));
        MemorySegment values = map.memory();
        float[][] rows = new float[cells][];
        workers.forEach(Math.ceilDiv(cells, CELLS_A_TASK), task -> {
            int end = Math.min(cells, (task + 1) * CELLS_A_TASK);
            for (int cell = task * CELLS_A_TASK; cell < end; cell++) {
                rows[cell] = Bfloats.read(values, map.precision(), (long) cell * channels, channels);
            }
        });
        return rows;
    }

    /** A copy of a map's [N * H * W, C] as {@link OrderedBits}. */
    static int[][] loadOrdered(Workers workers, RegionCall call, Numbers map) {
        int channels = call.channels();
        int cells = call.allCells();
        MemorySegment values = map.memory();
        int[][] rows = new int[cells][];
        workers.forEach(Math.ceilDiv(cells, CELLS_A_TASK), task -> {
            int end = Math.min(cells, (task + 1) * CELLS_A_TASK);
            for (int cell = task * CELLS_A_TASK; cell < end; cell++) {
                int[] row = Bfloats.readBits(values, map.precision(), (long) cell * channels, channels);
                OrderedBits.encode(row, cell % call.cells());
                rows[cell] = row;
            }
        });
        return rows;
    }
}
