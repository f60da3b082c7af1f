package dev.roilab.tensor.cpu;

import java.util.stream.IntStream;

/**
 * The division of a region operator's gradient into tasks: one an image and block of channels. Within a task the
 * regions come in their own order, so each number of the gradient is the same sum in the same order whatever the
 * division.
 */
final class ChannelBlocks {
    /** Channels are divided so that a block's gradient map stays in a core's second-level cache. */
    private static final int CHANNELS_AT_MOST = 128;

    /** One cache line of floats. */
    private static final int CHANNELS_AT_LEAST = 16;

    private final RegionCall call;
    private final int size;
    private final int blocks;
    private final int[][] regionsByImage;

    private ChannelBlocks(RegionCall call, int size) {
        this.call = call;
        this.size = size;
        this.blocks = Math.ceilDiv(call.channels(), size);
        int[] images = IntStream.range(0, call.regionCount()).map(call::image).toArray();
        this.regionsByImage = IntStream.range(0, call.features().size(0))
                .mapToObj(image -> IntStream.range(0, images.length)
                        .filter(region -> images[region] == image)
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Width of the blocks that give every thread one, within what suits a core's cache; no result depends on it. */
    static int size(int channels, int threads) {
        return Math.clamp(Math.ceilDiv(channels, threads), CHANNELS_AT_LEAST, CHANNELS_AT_MOST);
    }

    /** Blocks that give every thread one, within what suits a core's cache. */
    static ChannelBlocks forThreads(RegionCall call, int threads) {
        return new ChannelBlocks(call, size(call.channels(), threads));
    }

    /** Blocks of so many channels. */
    static ChannelBlocks of(RegionCall call, int channels) {
        return new ChannelBlocks(call, channels);
    }

    int tasks() {
        return regionsByImage.length * blocks;
    }

    /** The first channel of the task's block. */
    int first(int task) {
        return task % blocks * size;
    }

    /** Channels in the task's block; the last block may be narrower. */
    int width(int task) {
        return Math.min(size, call.channels() - first(task));
    }

    /** The regions of the task's image, in order. */
    int[] regions(int task) {
        return regionsByImage[task / blocks];
    }

    /** Elements before the block's values of a cell, in [N, H, W, C]. */
    long mapOffset(int task, int cell) {
        return ((long) (task / blocks) * call.cells() + cell) * call.channels() + first(task);
    }
}
