package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The gradient of RoIPool, Fast R-CNN (arXiv:1504.08083), equation 4, on maps with the channels innermost: each bin
 * hands its gradient to the cell that won it.
 *
 * <p>An image's regions are divided into two parts, each with a map of its own to add to, and the maps are added at the
 * end: two whatever the number of threads, so that no sum depends on it. More threads than parts divide the channels.
 */
final class RoiPoolGradientKernel {
    private static final int PARTS = 2;

    /** Fewer channels at a time cost more in the loops' beginnings and ends than another thread gains. */
    private static final int CHANNELS_A_BLOCK_AT_LEAST = 64;

    private final RegionCall call;
    private final ChannelBlocks blocks;
    private final float[][] maps;

    private RoiPoolGradientKernel(Workers workers, RegionCall call) {
        this.call = call;
        int parts = Math.max(1, call.features().size(0) * PARTS);
        int width = Math.ceilDiv(call.channels(), Math.ceilDiv(workers.threads(), parts));
        blocks = ChannelBlocks.of(call, Math.max(width, CHANNELS_A_BLOCK_AT_LEAST));
        maps = new float[blocks.tasks() * PARTS][];
    }

    /**
     * @param outputGradient f32 [R, PH, PW, C]
     * @param switches what {@link RoiPoolKernel#forward} wrote
     * @param featureGradient f32 [N, H, W, C], written
     */
    static void run(
            Workers workers,
            RegionCall call,
            MemorySegment outputGradient,
            MemorySegment switches,
            MemorySegment featureGradient) {
        var kernel = new RoiPoolGradientKernel(workers, call);
        workers.forEach(kernel.maps.length, map -> kernel.scatter(map, outputGradient, switches));
        int rows = call.height();
        workers.forEach(kernel.blocks.tasks() * rows, row -> kernel.add(row / rows, row % rows, featureGradient));
    }

    private void scatter(int map, MemorySegment outputGradient, MemorySegment switches) {
        int block = map / PARTS;
        int width = blocks.width(block);
        int[] regions = blocks.regions(block);
        int from = map % PARTS * regions.length / PARTS;
        int to = (map % PARTS + 1) * regions.length / PARTS;
        // One cell more, the first, takes the gradients of empty bins; nobody reads it.
        float[] sums = new float[Math.multiplyExact(call.cells() + 1, width)];
        CellIndices winners = CellIndices.in(switches, call.cells(), width);
        for (int index = from; index < to; index++) {
            for (int bin = 0; bin < call.bins(); bin++) {
                long first = call.outputOffset(regions[index], bin) + blocks.first(block);
                winners.scatter(outputGradient, first, sums);
            }
        }
        maps[map] = sums;
    }

    /** Adds one row of cells of the parts and writes it. */
    private void add(int block, int row, MemorySegment featureGradient) {
        int width = blocks.width(block);
        int start = (row * call.width() + 1) * width;
        int end = start + call.width() * width;
        float[] sums = maps[block * PARTS];
        for (int part = 1; part < PARTS; part++) {
            float[] others = maps[block * PARTS + part];
            for (int index = start; index < end; index++) {
                sums[index] += others[index];
            }
        }
        for (int column = 0; column < call.width(); column++) {
            long offset = blocks.mapOffset(block, row * call.width() + column) * Float.BYTES;
            MemorySegment.copy(sums, start + column * width, featureGradient, ValueLayout.JAVA_FLOAT, offset, width);
        }
    }
}
