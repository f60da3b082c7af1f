package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Precision;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * ReLU, alone and at the end of what is done element by element, and its gradient. oneDNN's own, fused or not, is a
 * maximum that takes NaN for less than 0; here, as in PyTorch, NaN stays and goes back through the gradient. Each is
 * one pass over memory, in small arrays that stay in the first-level cache.
 */
final class Rectification {
    private static final int BLOCK = 2048;

    private static final int NUMBERS_A_TASK = 1 << 16;

    private final Workers workers;
    private final TensorMemory memory;
    private final Casts casts;

    Rectification(Workers workers, TensorMemory memory, Casts casts) {
        this.workers = workers;
        this.memory = memory;
        this.casts = casts;
    }

    /** Numbers [first, first + count) of a tensor. */
    @FunctionalInterface
    private interface Part {
        void at(long first, int count);
    }

    CpuTensor relu(CpuTensor input) {
        CpuTensor output = memory.allocate(input.shape(), input.precision());
        rectify(input.numbers(), output.numbers(), input.elements());
        return output;
    }

    /** Of what an operation has just written. */
    void inPlace(CpuTensor result) {
        rectify(result.numbers(), result.numbers(), result.elements());
    }

    private void rectify(Numbers source, Numbers target, long elements) {
        forEachPart(elements, BLOCK, (first, count) -> {
            int[] bits = Bfloats.readBits(source.memory(), source.precision(), first, count);
            // Only the bits of a NaN, without the sign, are greater than those of infinity.
            for (int i = 0; i < bits.length; i++) {
                int nan = (NonFinite.INFINITY - (bits[i] & Integer.MAX_VALUE)) >> 31;
                bits[i] &= ~(bits[i] >> 31) | nan;
            }
            Bfloats.writeBits(bits, target.memory(), target.precision(), first);
        });
    }

    /** What came back, where the output is above 0 or no number; in the output's precision. */
    CpuTensor gradient(CpuTensor outputGradient, CpuTensor output) {
        Shapes.requireEqual("gradient of a ReLU's output", outputGradient.shape(), output.shape());
        Precision precision = output.precision();
        CpuTensor gradient = memory.allocate(output.shape(), precision);
        Numbers results = output.numbers();
        MemorySegment target = gradient.memory();
        try (var cast = casts.in(precision, outputGradient)) {
            MemorySegment upstream = cast.tensor().memory();
            forEachPart(output.elements(), BLOCK, (first, count) -> {
                int[] slopes = Bfloats.readBits(upstream, precision, first, count);
                int[] bits = Bfloats.readBits(results.memory(), precision, first, count);
                for (int i = 0; i < slopes.length; i++) {
                    int size = bits[i] & Integer.MAX_VALUE;
                    int positive = ~(bits[i] >> 31) & (-size >> 31);
                    int nan = (NonFinite.INFINITY - size) >> 31;
                    slopes[i] &= positive | nan;
                }
                Bfloats.writeBits(slopes, target, precision, first);
            });
        }
        return gradient;
    }

    /** {@code relu(a + b)}, in the first's precision. */
    CpuTensor ofSum(CpuTensor a, CpuTensor b) {
        Shapes.requireEqual("second operand", b.shape(), a.shape());
        Precision precision = a.precision();
        CpuTensor output = memory.allocate(a.shape(), precision);
        Numbers first = a.numbers();
        MemorySegment target = output.memory();
        try (var cast = casts.in(precision, b)) {
            Numbers second = cast.tensor().numbers();
            forEachPart(a.elements(), BLOCK, (start, count) -> {
                float[] sum = Bfloats.read(first.memory(), precision, start, count);
                float[] addend = Bfloats.read(second.memory(), precision, start, count);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] = Math.max(sum[i] + addend[i], 0);
                }
                Bfloats.write(sum, target, precision, start);
            });
        }
        return output;
    }

    /** {@code relu(input * scale[c] + shift[c])}; shapes as in {@link Elementwise#scaleShift}. */
    CpuTensor ofScaled(CpuTensor input, CpuTensor scale, @Nullable CpuTensor shift) {
        Elementwise.requireChannels(input, scale, shift);
        CpuTensor output = memory.allocate(input.shape(), input.precision());
        int rows = Math.max(1, BLOCK / Math.max(1, input.shape().size(1)));
        float[] factors = repeated(scale, rows);
        float[] offsets = shift == null ? new float[factors.length] : repeated(shift, rows);
        Numbers source = input.numbers();
        Numbers target = output.numbers();
        forEachPart(input.elements(), factors.length, (first, count) -> {
            float[] values = Bfloats.read(source.memory(), source.precision(), first, count);
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.max(values[i] * factors[i] + offsets[i], 0);
            }
            Bfloats.write(values, target.memory(), target.precision(), first);
        });
        return output;
    }

    private static float[] repeated(CpuTensor perChannel, int rows) {
        float[] once = perChannel.memory().toArray(ValueLayout.JAVA_FLOAT);
        float[] repeated = new float[rows * once.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(once, 0, repeated, row * once.length, once.length);
        }
        return repeated;
    }

    private void forEachPart(long elements, int block, Part part) {
        if (elements == 0) {
            return;
        }
        long task = Math.max(1, NUMBERS_A_TASK / block) * (long) block;
        workers.forEach(Math.toIntExact(Math.ceilDiv(elements, task)), index -> {
            long end = Math.min(elements, (index + 1) * task);
            for (long first = index * task; first < end; first += block) {
                part.at(first, (int) Math.min(block, end - first));
            }
        });
    }
}
