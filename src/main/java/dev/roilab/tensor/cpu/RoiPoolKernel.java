package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * RoIPool of Fast R-CNN (arXiv:1504.08083), section 2.1, on maps with the channels innermost.
 *
 * <p>Runs over regions, and for each bin over the channels twice: once for the maximum, once for the first cell that
 * holds it.
 */
final class RoiPoolKernel {
    /** The switch of an empty bin. */
    static final int NO_CELL = -1;

    private RoiPoolKernel() {}

    /**
     * @param features [N, H, W, C]
     * @param values [R, PH, PW, C] of the same precision, written: each bin's maximum, 0 where it is empty
     * @param switches [R, PH, PW, C], written: the winner's index y * W + x, the first of equals, the last NaN; -1
     *     where empty; null where no gradient will be asked for
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
    }
}
