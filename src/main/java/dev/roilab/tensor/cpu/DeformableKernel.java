package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Precision;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Deformable sampling (arXiv:1703.06211, section 2.1; with a mask arXiv:1811.11168) on maps with the channels
 * innermost, and the gradients of its offsets and mask; the input's is {@link DeformableInputGradient}. Divided by rows
 * of places, each of which writes its own numbers.
 */
final class DeformableKernel {
    private final DeformableCall call;
    private final float[][] map;
    /** What a corner outside the map reads. */
    private final float[] nothing;

    private DeformableKernel(Workers workers, DeformableCall call, Numbers input) {
        this.call = call;
        this.map = MapRows.load(workers, call.input(), input);
        this.nothing = new float[call.channels()];
    }

    /**
     * @param input [N, H, W, C]
     * @param columns [N, OH, OW, taps * C] of either precision, written
     */
    static void forward(Workers workers, DeformableCall call, Numbers input, Numbers columns) {
        var kernel = new DeformableKernel(workers, call, input);
        int width = call.places().width();
        workers.forEach(call.images() * call.places().height(), row -> {
            var tap = new DeformedTap(call);
            float[] values = new float[call.columnCount()];
            float[] sample = new float[call.channels()];
            for (int place = row * width; place < (row + 1) * width; place++) {
                tap.place(place);
                kernel.sample(tap, sample, values);
                Bfloats.write(values, columns.memory(), columns.precision(), (long) place * values.length);
            }
        });
    }

    private void sample(DeformedTap tap, float[] sample, float[] values) {
        int width = call.channelsAnOffsetGroup();
        for (int number = 0; number < call.taps(); number++) {
            for (int first = 0; first < call.channels(); first += width) {
                tap.tap(number, first / width);
                blend(tap, sample, first, first + width);
            }
            for (int channel = 0; channel < sample.length; ) {
                int end = call.columnsEnd(channel, sample.length);
                System.arraycopy(sample, channel, values, call.column(number, channel), end - channel);
                channel = end;
            }
        }
    }

    /** Loops over arrays with one common index become vector instructions. */
    private void blend(DeformedTap tap, float[] sample, int first, int end) {
        float[] a = corner(tap, 0);
        float[] b = corner(tap, 1);
        float[] c = corner(tap, 2);
        float[] d = corner(tap, 3);
        float weightA = tap.weight(0);
        float weightB = tap.weight(1);
        float weightC = tap.weight(2);
        float weightD = tap.weight(3);
        for (int channel = first; channel < end; channel++) {
            sample[channel] = weightA * a[channel] + weightB * b[channel] + weightC * c[channel] + weightD * d[channel];
        }
    }

    private float[] corner(DeformedTap tap, int corner) {
        int image = tap.image() * call.cells();
        return tap.isInside(corner) ? map[image + tap.cell(corner)] : nothing;
    }

    /**
     * @param outputGradient f32 [N, OH, OW, taps * C]
     * @param offsetGradient as the offsets, written
     * @param maskGradient as the mask, written; null where there is none
     */
    static void offsetGradients(
            Workers workers,
            DeformableCall call,
            Numbers input,
            MemorySegment outputGradient,
            MemorySegment offsetGradient,
            @Nullable MemorySegment maskGradient) {
        var kernel = new DeformableKernel(workers, call, input);
        int width = call.places().width();
        workers.forEach(call.images() * call.places().height(), row -> {
            var tap = new DeformedTap(call);
            float[] upstream = new float[call.channels()];
            for (int place = row * width; place < (row + 1) * width; place++) {
                tap.place(place);
                long first = (long) place * call.columnCount();
                float[] columns = Bfloats.read(outputGradient, Precision.F32, first, call.columnCount());
                kernel.slopes(tap, columns, upstream, offsetGradient, maskGradient);
            }
        });
    }

    private void slopes(
            DeformedTap tap,
            float[] columns,
            float[] upstream,
            MemorySegment offsetGradient,
            @Nullable MemorySegment maskGradient) {
        int width = call.channelsAnOffsetGroup();
        for (int number = 0; number < call.taps(); number++) {
            for (int channel = 0; channel < upstream.length; ) {
                int end = call.columnsEnd(channel, upstream.length);
                System.arraycopy(columns, call.column(number, channel), upstream, channel, end - channel);
                channel = end;
            }
            for (int group = 0; group < call.sampling().offsetGroups(); group++) {
                tap.tap(number, group);
                float[] products = products(tap, upstream, group * width, (group + 1) * width);
                float down = 0;
                float right = 0;
                float whole = 0;
                for (int corner = 0; corner < DeformedTap.CORNERS; corner++) {
                    down += tap.slopeDown(corner) * products[corner];
                    right += tap.slopeRight(corner) * products[corner];
                    whole += tap.share(corner) * products[corner];
                }
                long index = tap.index(number, group);
                offsetGradient.setAtIndex(ValueLayout.JAVA_FLOAT, 2 * index, down);
                offsetGradient.setAtIndex(ValueLayout.JAVA_FLOAT, 2 * index + 1, right);
                if (maskGradient != null) {
                    maskGradient.setAtIndex(ValueLayout.JAVA_FLOAT, index, whole);
                }
            }
        }
    }

    /** The sum over the channels of the gradient times the map, for each corner. */
    private float[] products(DeformedTap tap, float[] upstream, int first, int end) {
        float[] a = corner(tap, 0);
        float[] b = corner(tap, 1);
        float[] c = corner(tap, 2);
        float[] d = corner(tap, 3);
        float sumA = 0;
        float sumB = 0;
        float sumC = 0;
        float sumD = 0;
        for (int channel = first; channel < end; channel++) {
            float gradient = upstream[channel];
            sumA += gradient * a[channel];
            sumB += gradient * b[channel];
            sumC += gradient * c[channel];
            sumD += gradient * d[channel];
        }
        return new float[] {sumA, sumB, sumC, sumD};
    }
}
