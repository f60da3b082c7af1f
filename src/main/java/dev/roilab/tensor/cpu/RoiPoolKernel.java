package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

    /** Cells of a window up to which comparing them all is faster than following each channel's winner. */
    private static final int MOST_COMPARED = 16;

    private RoiPoolKernel() {}

    /**
     * @param features [N, H, W, C]
     * @param values [R, PH, PW, C] of the same precision, written: each bin's maximum, 0 where it is empty
     * @param switches [R, PH, PW, C], written: the winner's index y * W + x, the first of equals; -1 where empty; null
     *     where no gradient will be asked for
     */
    static void forward(
            Workers workers, RegionCall call, CpuTensor features, CpuTensor values, @Nullable CpuTensor switches) {
        int[][] map = MapRows.loadOrdered(workers, features);
        CellIndices winners = switches == null ? null : CellIndices.in(switches, call.cells());
        workers.forEach(call.regionCount(), region -> pool(call, map, region, values, winners));
    }

    private static void pool(
            RegionCall call, int[][] map, int region, CpuTensor values, @Nullable CellIndices winners) {
        int bins = call.grid().width();
        int imageStart = call.image(region) * call.cells();
        var rows = PooledAxis.of(call.y1(region), call.y2(region), call.grid().height(), call.height());
        var columns = PooledAxis.of(call.x1(region), call.x2(region), bins, call.width());
        var window = new WindowMaximum(call.channels());
        int[] nothing = new int[call.channels()];
        int[] nowhere = new int[call.channels()];
        Arrays.fill(nowhere, NO_CELL);
        for (int bin = 0; bin < call.bins(); bin++) {
            window.clear();
            Extent extent = Extent.of(rows, bin / bins, columns, bin % bins);
            for (int y = extent.top(); y < extent.bottom(); y++) {
                for (int x = extent.left(); x < extent.right(); x++) {
                    int cell = y * call.width() + x;
                    window.append(cell, map[imageStart + cell]);
                }
            }
            long first = call.outputOffset(region, bin);
            int[] maximum = window.isEmpty() ? nothing : window.maximum();
            if (winners != null) {
                winners.write(window.isEmpty() ? nowhere : window.winner(), first);
            }
            OrderedBits.decode(maximum);
            Bfloats.writeBits(maximum, values.memory(), values.precision(), first);
        }
    }

    /** The cells of one bin. */
    private record Extent(int top, int bottom, int left, int right) {
        static Extent of(PooledAxis rows, int row, PooledAxis columns, int column) {
            return new Extent(rows.first(row), rows.end(row), columns.first(column), columns.end(column));
        }

        int cells() {
            return Math.max(0, bottom - top) * Math.max(0, right - left);
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
            CpuTensor switches,
            MemorySegment featureGradient) {
        var blocks = new ChannelBlocks(call, workers.threads());
        CellIndices winners = CellIndices.in(switches, call.cells());
        workers.forEach(blocks.tasks(), task -> {
            int width = blocks.width(task);
            // One cell more, which nobody reads, takes the gradients of empty bins.
            float[][] map = new float[call.cells() + 1][width];
            float[] gradients = new float[width];
            int[] cells = new int[width];
            for (int region : blocks.regions(task)) {
                int bins = call.grid().width();
                var rows = PooledAxis.of(
                        call.y1(region), call.y2(region), call.grid().height(), call.height());
                var columns = PooledAxis.of(call.x1(region), call.x2(region), bins, call.width());
                for (int bin = 0; bin < call.bins(); bin++) {
                    long first = call.outputOffset(region, bin) + blocks.first(task);
                    MemorySegment.copy(
                            outputGradient, ValueLayout.JAVA_FLOAT, first * Float.BYTES, gradients, 0, width);
                    winners.read(first, cells, call.cells());
                    Extent extent = Extent.of(rows, bin / bins, columns, bin % bins);
                    if (extent.cells() <= MOST_COMPARED) {
                        compare(map, gradients, cells, extent, call.width());
                    } else {
                        scatter(map, gradients, cells);
                    }
                }
            }
            for (int cell = 0; cell < call.cells(); cell++) {
                long offset = blocks.mapOffset(task, cell) * Float.BYTES;
                MemorySegment.copy(map[cell], 0, featureGradient, ValueLayout.JAVA_FLOAT, offset, width);
            }
        });
    }

    /** Every cell of the window takes what it won: more work than {@link #scatter}, but for vectors of channels. */
    private static void compare(float[][] map, float[] gradients, int[] cells, Extent extent, int mapWidth) {
        for (int y = extent.top(); y < extent.bottom(); y++) {
            int x = extent.left();
            for (; x + 2 <= extent.right(); x += 2) {
                compareTwo(map, gradients, cells, y * mapWidth + x);
            }
            if (x < extent.right()) {
                compareOne(map, gradients, cells, y * mapWidth + x);
            }
        }
    }

    private static void compareTwo(float[][] map, float[] gradients, int[] cells, int cell) {
        float[] left = map[cell];
        float[] right = map[cell + 1];
        for (int channel = 0; channel < gradients.length; channel++) {
            int lostLeft = Math.min(cells[channel] ^ cell, 1);
            int lostRight = Math.min(cells[channel] ^ (cell + 1), 1);
            left[channel] += (1 - lostLeft) * gradients[channel];
            right[channel] += (1 - lostRight) * gradients[channel];
        }
    }

    private static void compareOne(float[][] map, float[] gradients, int[] cells, int cell) {
        float[] target = map[cell];
        for (int channel = 0; channel < gradients.length; channel++) {
            int lost = Math.min(cells[channel] ^ cell, 1);
            target[channel] += (1 - lost) * gradients[channel];
        }
    }

    private static void scatter(float[][] map, float[] gradients, int[] cells) {
        for (int channel = 0; channel < gradients.length; channel++) {
            map[cells[channel]][channel] += gradients[channel];
        }
    }
}
