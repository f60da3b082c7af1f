package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * RoIPool of Fast R-CNN (arXiv:1504.08083), section 2.1, on maps with the channels innermost.
 *
 * <p>Forward runs over regions, and for each bin over the channels twice: once for the maximum, once for the first cell
 * that holds it. The gradient runs over images and blocks of channels, each block through the regions in their order:
 * no two tasks share a number, so no result depends on how many threads there are.
 */
final class RoiPoolKernel {
    /** The switch of an empty bin. */
    static final int NO_CELL = -1;

    private RoiPoolKernel() {}

    /**
     * @param features [N, H, W, C]
     * @param values [R, PH, PW, C] of the same precision, written: each bin's maximum, 0 where it is empty
     * @param switches i32 [R, PH, PW, C], written: the winner's index y * W + x, the first of equals; -1 where empty
     */
    static void forward(
            Workers workers, RegionCall call, CpuTensor features, CpuTensor values, MemorySegment switches) {
        int[][] map = MapRows.loadOrdered(workers, features);
        workers.forEach(call.regionCount(), region -> pool(call, map, region, values, switches));
    }

    private static void pool(RegionCall call, int[][] map, int region, CpuTensor values, MemorySegment switches) {
        int channels = call.channels();
        int bins = call.grid().width();
        var rows = PooledAxis.of(call.y1(region), call.y2(region), call.grid().height(), call.height());
        var columns = PooledAxis.of(call.x1(region), call.x2(region), bins, call.width());
        int[] maximum = new int[channels];
        int[] winner = new int[channels];
        for (int bin = 0; bin < call.bins(); bin++) {
            var window = new Window(
                    rows.first(bin / bins), rows.end(bin / bins), columns.first(bin % bins), columns.end(bin % bins));
            window.reduce(call, map, call.image(region) * call.cells(), maximum, winner);
            long first = call.outputOffset(region, bin);
            Bfloats.writeBits(maximum, values.memory(), values.precision(), first);
            MemorySegment.copy(winner, 0, switches, ValueLayout.JAVA_INT, first * Integer.BYTES, channels);
        }
    }

    /** The cells of one bin. */
    private record Window(int top, int bottom, int left, int right) {
        /** Leaves the maxima as float bits. */
        void reduce(RegionCall call, int[][] map, int imageStart, int[] maximum, int[] winner) {
            if (top >= bottom || left >= right) {
                Arrays.fill(maximum, 0);
                Arrays.fill(winner, NO_CELL);
                return;
            }
            Arrays.fill(maximum, Integer.MIN_VALUE);
            Arrays.fill(winner, Integer.MAX_VALUE);
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    raise(maximum, map[imageStart + y * call.width() + x]);
                }
            }
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    int cell = y * call.width() + x;
                    find(winner, cell, maximum, map[imageStart + cell]);
                }
            }
            OrderedBits.decode(maximum);
        }

        private static void raise(int[] maximum, int[] values) {
            for (int channel = 0; channel < maximum.length; channel++) {
                maximum[channel] = Math.max(maximum[channel], values[channel]);
            }
        }

        /** Cells come in rising order, so the smallest index is the first of equals. */
        private static void find(int[] winner, int cell, int[] maximum, int[] values) {
            for (int channel = 0; channel < winner.length; channel++) {
                int difference = maximum[channel] ^ values[channel];
                int notEqual = (difference | -difference) >> 31;
                winner[channel] = Math.min(winner[channel], cell | (notEqual & Integer.MAX_VALUE));
            }
        }
    }

    /**
     * @param outputGradient f32 [R, PH, PW, C]
     * @param switches what {@link #forward} wrote
     * @param featureGradient f32 [N, H, W, C], written
     */
    static void gradient(
            Workers workers,
            RegionCall call,
            MemorySegment outputGradient,
            MemorySegment switches,
            MemorySegment featureGradient) {
        var blocks = new ChannelBlocks(call, workers.threads());
        workers.forEach(blocks.tasks(), task -> {
            int width = blocks.width(task);
            float[] map = new float[Math.multiplyExact(call.cells(), width)];
            float[] gradients = new float[width];
            int[] cells = new int[width];
            for (int region : blocks.regions(task)) {
                for (int bin = 0; bin < call.bins(); bin++) {
                    long offset = (call.outputOffset(region, bin) + blocks.first(task)) * Float.BYTES;
                    MemorySegment.copy(outputGradient, ValueLayout.JAVA_FLOAT, offset, gradients, 0, width);
                    MemorySegment.copy(switches, ValueLayout.JAVA_INT, offset, cells, 0, width);
                    scatter(map, gradients, cells);
                }
            }
            for (int cell = 0; cell < call.cells(); cell++) {
                long offset = blocks.mapOffset(task, cell) * Float.BYTES;
                MemorySegment.copy(map, cell * width, featureGradient, ValueLayout.JAVA_FLOAT, offset, width);
            }
        });
    }

    private static void scatter(float[] map, float[] gradients, int[] cells) {
        int width = gradients.length;
        for (int channel = 0; channel < width; channel++) {
            int cell = cells[channel];
            if (cell >= 0) {
                map[cell * width + channel] += gradients[channel];
            }
        }
    }
}
