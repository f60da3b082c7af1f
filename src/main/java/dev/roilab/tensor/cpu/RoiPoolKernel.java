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
            Workers workers, RegionCall call, Numbers features, Numbers values, @Nullable MemorySegment switches) {
        int[][] map = MapRows.loadOrdered(workers, call, features);
        workers.forEach(call.regionCount(), region -> {
            CellIndices winners = switches == null ? null : CellIndices.in(switches, call.cells(), call.channels());
            pool(call, map, region, values, winners);
        });
    }

    private static void pool(RegionCall call, int[][] map, int region, Numbers values, @Nullable CellIndices winners) {
        int imageStart = call.image(region) * call.cells();
        var windows = new Windows(call, region);
        var window = new WindowMaximum(call.channels());
        int[] nothing = new int[call.channels()];
        int[] nowhere = new int[call.channels()];
        Arrays.fill(nowhere, NO_CELL);
        for (int bin = 0; bin < call.bins(); bin++) {
            window.clear();
            for (int y = windows.top(bin); y < windows.bottom(bin); y++) {
                for (int x = windows.left(bin); x < windows.right(bin); x++) {
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

    /** The cells of a region's bins. */
    private static final class Windows {
        private final int[] rows;
        private final int[] columns;
        private final int bins;

        Windows(RegionCall call, int region) {
            bins = call.grid().width();
            rows = PooledAxis.of(call.y1(region), call.y2(region), call.grid().height(), call.height())
                    .borders();
            columns = PooledAxis.of(call.x1(region), call.x2(region), bins, call.width())
                    .borders();
        }

        int top(int bin) {
            return rows[bin / bins * 2];
        }

        int bottom(int bin) {
            return rows[bin / bins * 2 + 1];
        }

        int left(int bin) {
            return columns[bin % bins * 2];
        }

        int right(int bin) {
            return columns[bin % bins * 2 + 1];
        }

        int cells(int bin) {
            return Math.max(0, bottom(bin) - top(bin)) * Math.max(0, right(bin) - left(bin));
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
            CellIndices winners = CellIndices.in(switches, call.cells(), width);
            // One cell more, which nobody reads, takes the gradients of empty bins.
            float[][] map = new float[call.cells() + 1][width];
            float[] gradients = new float[width];
            int[] cells = new int[width];
            for (int region : blocks.regions(task)) {
                var windows = new Windows(call, region);
                for (int bin = 0; bin < call.bins(); bin++) {
                    long first = call.outputOffset(region, bin) + blocks.first(task);
                    MemorySegment.copy(
                            outputGradient, ValueLayout.JAVA_FLOAT, first * Float.BYTES, gradients, 0, width);
                    winners.read(first, cells, call.cells());
                    if (windows.cells(bin) <= MOST_COMPARED) {
                        compare(map, gradients, cells, windows, bin, call.width());
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
    private static void compare(float[][] map, float[] gradients, int[] cells, Windows windows, int bin, int mapWidth) {
        for (int y = windows.top(bin); y < windows.bottom(bin); y++) {
            int x = windows.left(bin);
            for (; x + 2 <= windows.right(bin); x += 2) {
                compareTwo(map, gradients, cells, y * mapWidth + x);
            }
            if (x < windows.right(bin)) {
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
