package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Activation;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * ReLU, alone and at the end of what is done element by element, and its gradient. oneDNN's own, fused or not, is a
 * maximum that takes NaN for less than 0; here, as in PyTorch, NaN stays and goes back through the gradient. Each is
 * one pass over memory, in small arrays that stay in the first-level cache.
 */
final class Rectification {
    private static final int BLOCK = NumberBlocks.BLOCK;

    private final NumberBlocks blocks;
    private final TensorMemory memory;
    private final Casts casts;
    private final Curves curves;

    Rectification(Workers workers, TensorMemory memory, Casts casts) {
        this.blocks = new NumberBlocks(workers);
        this.memory = memory;
        this.casts = casts;
        this.curves = new Curves(workers, memory, casts);
    }

    /** Applies an activation to what an operation has just written. */
    void apply(Activation activation, CpuTensor result) {
        switch (activation) {
            case NONE -> {}
            case RELU -> rectify(result.numbers(), result.numbers(), result.elements());
            case LEAKY_RELU -> curves.leakInPlace(result, Activation.LEAK);
        }
    }

    /**
     * The gradient before an activation that gave {@code output}; {@code outputGradient} itself where there is none.
     */
    CpuTensor gradient(Activation activation, CpuTensor outputGradient, CpuTensor output) {
        return switch (activation) {
            case NONE -> outputGradient;
            case RELU -> gradient(outputGradient, output);
            case LEAKY_RELU -> curves.leakyGradient(outputGradient, output, Activation.LEAK);
        };
    }

    CpuTensor relu(CpuTensor input) {
        CpuTensor output = memory.allocate(input.shape(), input.precision());
        rectify(input.numbers(), output.numbers(), input.elements());
        return output;
    }

    private void rectify(Numbers source, Numbers target, long elements) {
        blocks.forEach(elements, BLOCK, transfer -> {
            int[] bits = new int[BLOCK];
            return (first, count) -> {
                transfer.readBits(source, first, count, bits);
                rectify(bits, count);
                transfer.writeBits(bits, count, target, first);
            };
        });
    }

    /** Only the bits of a NaN, without the sign, are greater than those of infinity. */
    private static void rectify(int[] bits, int count) {
        for (int i = 0; i < count; i++) {
            int nan = (NonFinite.INFINITY - (bits[i] & Integer.MAX_VALUE)) >> 31;
            bits[i] &= ~(bits[i] >> 31) | nan;
        }
    }

    /** What came back, where the output is above 0 or no number; in the output's precision. */
    CpuTensor gradient(CpuTensor outputGradient, CpuTensor output) {
        Shapes.requireEqual("gradient of a ReLU's output", outputGradient.shape(), output.shape());
        CpuTensor gradient = memory.allocate(output.shape(), output.precision());
        Numbers results = output.numbers();
        Numbers target = gradient.numbers();
        try (var cast = casts.in(output.precision(), outputGradient)) {
            Numbers upstream = cast.tensor().numbers();
            blocks.forEach(output.elements(), BLOCK, transfer -> {
                int[] slopes = new int[BLOCK];
                int[] bits = new int[BLOCK];
                return (first, count) -> {
                    transfer.readBits(upstream, first, count, slopes);
                    transfer.readBits(results, first, count, bits);
                    keepWherePassed(slopes, bits, count);
                    transfer.writeBits(slopes, count, target, first);
                };
            });
        }
        return gradient;
    }

    private static void keepWherePassed(int[] slopes, int[] results, int count) {
        for (int i = 0; i < count; i++) {
            int size = results[i] & Integer.MAX_VALUE;
            int positive = ~(results[i] >> 31) & (-size >> 31);
            int nan = (NonFinite.INFINITY - size) >> 31;
            slopes[i] &= positive | nan;
        }
    }

    /** {@code relu(a + b)}, in the first's precision. */
    CpuTensor ofSum(CpuTensor a, CpuTensor b) {
        Shapes.requireEqual("second operand", b.shape(), a.shape());
        CpuTensor output = memory.allocate(a.shape(), a.precision());
        Numbers first = a.numbers();
        Numbers target = output.numbers();
        try (var cast = casts.in(a.precision(), b)) {
            Numbers second = cast.tensor().numbers();
            blocks.forEach(a.elements(), BLOCK, transfer -> {
                float[] sum = new float[BLOCK];
                float[] addend = new float[BLOCK];
                return (start, count) -> {
                    transfer.read(first, start, count, sum);
                    transfer.read(second, start, count, addend);
                    add(sum, addend, count);
                    transfer.write(sum, count, target, start);
                };
            });
        }
        return output;
    }

    private static void add(float[] sum, float[] addend, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = Math.max(sum[i] + addend[i], 0);
        }
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
        blocks.forEach(input.elements(), factors.length, transfer -> {
            float[] values = new float[factors.length];
            return (first, count) -> {
                transfer.read(source, first, count, values);
                scale(values, factors, offsets, count);
                transfer.write(values, count, target, first);
            };
        });
        return output;
    }

    private static void scale(float[] values, float[] factors, float[] offsets, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = Math.max(values[i] * factors[i] + offsets[i], 0);
        }
    }

    private static float[] repeated(CpuTensor perChannel, int rows) {
        float[] once = perChannel.memory().toArray(ValueLayout.JAVA_FLOAT);
        float[] repeated = new float[rows * once.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(once, 0, repeated, row * once.length, once.length);
        }
        return repeated;
    }
}
