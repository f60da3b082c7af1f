package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;

/**
 * The two maps of a 3 x 3 convolution in tiles of 4 x 4 results: as many windows of 6 x 6 cells on the map that is
 * read, two cells of which the next window shares, and blocks of 4 x 4 cells on the other.
 */
record WinogradGrids(TileGrid windows, MemorySegment source, TileGrid blocks, MemorySegment target) {
    /** Cells of a tile's results along an axis. */
    static final int STEP = 4;

    /**
     * Numbers of one position of a strip's tiles: twelve arrays of them, or four times as long, stay in a core's cache.
     */
    private static final int STRIP_NUMBERS = 2048;

    static WinogradGrids of(CpuTensor source, CpuTensor target, Padding padding) {
        Shape from = source.shape();
        Shape to = target.shape();
        int rows = Math.ceilDiv(to.size(2), STEP);
        int columns = Math.ceilDiv(to.size(3), STEP);
        int longest = Math.max(1, STRIP_NUMBERS / Math.max(from.size(1), to.size(1)));
        int stripTiles = Math.ceilDiv(columns, Math.ceilDiv(columns, longest));
        return new WinogradGrids(
                new TileGrid(from, STEP, padding.top(), padding.left(), rows, columns, stripTiles),
                source.memory(),
                new TileGrid(to, STEP, 0, 0, rows, columns, stripTiles),
                target.memory());
    }

    /** How many tiles a map of results has. */
    static long tiles(Shape results) {
        return (long) results.size(0) * Math.ceilDiv(results.size(2), STEP) * Math.ceilDiv(results.size(3), STEP);
    }

    int channelsIn() {
        return windows.channels();
    }

    int channelsOut() {
        return blocks.channels();
    }

    int tiles() {
        return blocks.tilesBefore(blocks.strips());
    }

    /** How many strips have points of at most so many bytes on both maps together; at least one. */
    int stripsWithin(long bytes) {
        long strip = WinogradProduct.bytes((long) blocks.stripTiles() * (channelsIn() + channelsOut()));
        return Math.clamp(bytes / strip, 1, blocks.strips());
    }

    WinogradTiles windows(int firstStrip, int strips, MemorySegment points) {
        return new WinogradTiles(windows, source, firstStrip, strips, points);
    }

    WinogradTiles blocks(int firstStrip, int strips, MemorySegment points) {
        return new WinogradTiles(blocks, target, firstStrip, strips, points);
    }
}
