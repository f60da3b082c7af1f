package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The switches of a max pooling [N, OH, OW, C] as cells of its map. oneDNN keeps the winner's number in its window, row
 * by row, in 8 or 32 bits; ATen, in 64 bits, its cell on the map with the padding around it. Each task needs its own.
 */
final class PoolingWinners {
    private final PoolingCall call;
    private final MemorySegment switches;
    private final int bytes;
    private final int[] places;

    /** @param bytes a switch: 1 or 4 for numbers in the window, 8 for cells */
    PoolingWinners(PoolingCall call, MemorySegment switches, int bytes) {
        this.call = call;
        this.switches = switches;
        this.bytes = bytes;
        this.places = new int[call.pooling().kernelY() * call.pooling().kernelX()];
    }

    /**
     * Reads a window's winners: for each channel the cell y * W + x, or -1 where the window saw none.
     *
     * @param image whose window
     * @param window in the image, row by row
     * @param first channel read; as many follow as {@code cells} holds
     */
    void read(int image, int window, int first, int[] cells) {
        long start = ((long) image * call.windows() + window) * call.channels() + first;
        if (bytes == Long.BYTES) {
            for (int lane = 0; lane < cells.length; lane++) {
                cells[lane] = unpadded(switches.getAtIndex(ValueLayout.JAVA_LONG, start + lane));
            }
            return;
        }
        for (int place = 0; place < places.length; place++) {
            int across = call.pooling().kernelX();
            places[place] = call.cell(window, place / across, place % across);
        }
        for (int lane = 0; lane < cells.length; lane++) {
            cells[lane] = places[
                    bytes == Byte.BYTES
                            ? Byte.toUnsignedInt(switches.get(ValueLayout.JAVA_BYTE, start + lane))
                            : switches.getAtIndex(ValueLayout.JAVA_INT, start + lane)];
        }
    }

    private int unpadded(long cell) {
        var padding = call.pooling().padding();
        int across = padding.left() + call.width() + padding.right();
        int y = (int) (cell / across) - padding.top();
        int x = (int) (cell % across) - padding.left();
        boolean inside = y >= 0 && y < call.input().size(2) && x >= 0 && x < call.width();
        return inside ? y * call.width() + x : -1;
    }
}
