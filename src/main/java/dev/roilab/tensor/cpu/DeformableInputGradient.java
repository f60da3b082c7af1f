package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The gradient of deformable sampling with respect to its input: each sample hands its gradient to its four cells.
 *
 * <p>A task is an image and a block of channels with a map of its own, and goes through the samples in their order:
 * each number of the gradient is the same sum in the same order whatever the division.
 */
final class DeformableInputGradient {
    private final DeformableCall call;
    private final int blockSize;
    private final int blocks;

    private DeformableInputGradient(DeformableCall call, int threads) {
        this.call = call;
        this.blockSize = ChannelBlocks.size(call.channels(), threads);
        this.blocks = Math.ceilDiv(call.channels(), blockSize);
    }

    /**
     * @param outputGradient f32 [N, OH, OW, taps * C]
     * @param inputGradient f32 [N, H, W, C], written
     */
    static void run(Workers workers, DeformableCall call, MemorySegment outputGradient, MemorySegment inputGradient) {
        var kernel = new DeformableInputGradient(call, workers.threads());
        workers.forEach(call.images() * kernel.blocks, task -> {
            int image = task / kernel.blocks;
            int first = task % kernel.blocks * kernel.blockSize;
            int width = Math.min(kernel.blockSize, call.channels() - first);
            float[][] map = new float[call.cells()][width];
            kernel.spread(image, first, first + width, map, outputGradient);
            for (int cell = 0; cell < map.length; cell++) {
                long offset = ((long) image * map.length + cell) * call.channels() + first;
                MemorySegment.copy(map[cell], 0, inputGradient, ValueLayout.JAVA_FLOAT, offset * Float.BYTES, width);
            }
        });
    }

    /** @param map [cells, channels from first to end], added to */
    private void spread(int image, int first, int end, float[][] map, MemorySegment outputGradient) {
        int group = call.channelsAnOffsetGroup();
        int places = call.places().count();
        var tap = new DeformedTap(call);
        float[] upstream = new float[end - first];
        for (int place = image * places; place < (image + 1) * places; place++) {
            tap.place(place);
            for (int number = 0; number < call.taps(); number++) {
                load(outputGradient, place, number, first, upstream);
                for (int from = first; from < end; ) {
                    int to = Math.min(end, (from / group + 1) * group);
                    tap.tap(number, from / group);
                    add(tap, upstream, from - first, to - first, map);
                    from = to;
                }
            }
        }
    }

    private void load(MemorySegment outputGradient, int place, int tap, int first, float[] upstream) {
        int end = first + upstream.length;
        for (int channel = first; channel < end; ) {
            int stop = call.columnsEnd(channel, end);
            long offset = (long) place * call.columnCount() + call.column(tap, channel);
            MemorySegment.copy(
                    outputGradient,
                    ValueLayout.JAVA_FLOAT,
                    offset * Float.BYTES,
                    upstream,
                    channel - first,
                    stop - channel);
            channel = stop;
        }
    }

    private static void add(DeformedTap tap, float[] upstream, int from, int to, float[][] map) {
        for (int corner = 0; corner < DeformedTap.CORNERS; corner++) {
            if (tap.isInside(corner)) {
                float[] cell = map[tap.cell(corner)];
                float weight = tap.weight(corner);
                for (int channel = from; channel < to; channel++) {
                    cell[channel] += weight * upstream[channel];
                }
            }
        }
    }
}
