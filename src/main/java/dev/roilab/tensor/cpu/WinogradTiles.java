package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.WinogradTransform.POINTS;

import dev.roilab.tensor.cpu.TileGrid.Strip;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Some strips of a grid, between the map and the points of {@link WinogradTransform}. The points are f32 [36, tiles,
 * C]: a matrix for each pair of a vertical and a horizontal point.
 *
 * @param map [N, H, W, C]
 * @param firstStrip of the grid's
 * @param points of these strips alone
 */
record WinogradTiles(TileGrid grid, MemorySegment map, int firstStrip, int strips, MemorySegment points) {
    int tiles() {
        return grid.tilesBefore(firstStrip + strips) - grid.tilesBefore(firstStrip);
    }

    /** Arrays to work in; they grow to what is asked of them. */
    static final class Scratch {
        private float[][] lines = new float[POINTS][0];
        private float[][] positions = new float[POINTS][0];
        private int[] spare = new int[0];

        private float[][] lines(int length) {
            if (lines[0].length < length) {
                lines = new float[POINTS][length];
            }
            return lines;
        }

        private float[][] positions(int length) {
            if (positions[0].length < length) {
                positions = new float[POINTS][length];
            }
            return positions;
        }

        private int[] spare(int length) {
            if (spare.length < length) {
                spare = new int[length];
            }
            return spare;
        }
    }

    /** What happens to a row of results before it is stored. */
    interface Finish {
        Finish NONE = (line, length, spare) -> {};

        /**
         * @param line whole cells, channels innermost; {@code length} numbers of it
         * @param spare as long, to work in
         */
        void apply(float[] line, int length, int[] spare);
    }

    /** From the map, which has zeros around it, to points. */
    void cut(int index, WinogradTransform transform, Scratch scratch) {
        Strip strip = grid.strip(firstStrip + index);
        int channels = grid.channels();
        int cells = (strip.tiles() - 1) * grid.step() + transform.inputs();
        float[][] lines = scratch.lines(cells * channels);
        for (int row = 0; row < transform.inputs(); row++) {
            load(strip, row, cells, lines[row]);
        }
        transform.apply(lines, cells * channels);
        int length = strip.tiles() * channels;
        float[][] positions = scratch.positions(length);
        for (int vertical = 0; vertical < POINTS; vertical++) {
            for (int cell = 0; cell < transform.inputs(); cell++) {
                gather(lines[vertical], cell, strip.tiles(), positions[cell]);
            }
            transform.apply(positions, length);
            for (int horizontal = 0; horizontal < POINTS; horizontal++) {
                long offset = offset(vertical, horizontal, strip);
                MemorySegment.copy(positions[horizontal], 0, points, ValueLayout.JAVA_FLOAT, offset, length);
            }
        }
    }

    private void load(Strip strip, int row, int cells, float[] line) {
        int channels = grid.channels();
        int y = strip.y() + row;
        boolean outside = y < 0 || y >= grid.map().size(2);
        int first = outside ? cells : Math.clamp(-strip.x(), 0, cells);
        int end = outside ? cells : Math.clamp(grid.map().size(3) - strip.x(), first, cells);
        Arrays.fill(line, 0, first * channels, 0);
        Arrays.fill(line, end * channels, cells * channels, 0);
        if (end > first) {
            long offset = grid.offset(strip.image(), y, strip.x() + first) * Float.BYTES;
            MemorySegment.copy(map, ValueLayout.JAVA_FLOAT, offset, line, first * channels, (end - first) * channels);
        }
    }

    private void gather(float[] line, int cell, int tiles, float[] position) {
        int channels = grid.channels();
        int stride = grid.step() * channels;
        for (int tile = 0; tile < tiles; tile++) {
            System.arraycopy(line, tile * stride + cell * channels, position, tile * channels, channels);
        }
    }

    /** From points to the map, every cell of which is in one strip. */
    void join(int index, WinogradTransform transform, Finish finish, Scratch scratch) {
        Strip strip = grid.strip(firstStrip + index);
        int length = strip.tiles() * grid.channels();
        float[][] positions = scratch.positions(length);
        float[][] lines = scratch.lines(transform.outputs() * length);
        for (int vertical = 0; vertical < POINTS; vertical++) {
            for (int horizontal = 0; horizontal < POINTS; horizontal++) {
                long offset = offset(vertical, horizontal, strip);
                MemorySegment.copy(points, ValueLayout.JAVA_FLOAT, offset, positions[horizontal], 0, length);
            }
            transform.apply(positions, length);
            for (int cell = 0; cell < transform.outputs(); cell++) {
                scatter(positions[cell], cell, strip.tiles(), lines[vertical]);
            }
        }
        transform.apply(lines, transform.outputs() * length);
        int width = Math.min(transform.outputs() * strip.tiles(), grid.map().size(3) - strip.x());
        int height = Math.min(transform.outputs(), grid.map().size(2) - strip.y());
        for (int row = 0; row < height; row++) {
            finish.apply(lines[row], width * grid.channels(), scratch.spare(width * grid.channels()));
            long offset = grid.offset(strip.image(), strip.y() + row, strip.x()) * Float.BYTES;
            MemorySegment.copy(lines[row], 0, map, ValueLayout.JAVA_FLOAT, offset, width * grid.channels());
        }
    }

    private void scatter(float[] position, int cell, int tiles, float[] line) {
        int channels = grid.channels();
        int stride = grid.step() * channels;
        for (int tile = 0; tile < tiles; tile++) {
            System.arraycopy(position, tile * channels, line, tile * stride + cell * channels, channels);
        }
    }

    /** The byte at which a strip's numbers begin in a point's matrix. */
    private long offset(int vertical, int horizontal, Strip strip) {
        long matrix = (long) vertical * POINTS + horizontal;
        long tile = matrix * tiles() + strip.firstTile() - grid.tilesBefore(firstStrip);
        return tile * grid.channels() * Float.BYTES;
    }
}
