package dev.roilab.tensor.cpu;

import dev.roilab.tensor.cpu.NumberBlocks.Change;
import dev.roilab.tensor.cpu.NumberBlocks.PairedChange;

/** Leaky ReLU and sigmoid, and their gradients, which have the precision of what came out. */
final class Curves {
    private final NumberBlocks blocks;
    private final TensorMemory memory;
    private final Casts casts;

    Curves(Workers workers, TensorMemory memory, Casts casts) {
        this.blocks = new NumberBlocks(workers);
        this.memory = memory;
        this.casts = casts;
    }

    CpuTensor leaky(CpuTensor input, double slope) {
        return changed(input, leak(slope));
    }

    /** Of what an operation has just written. */
    void leakInPlace(CpuTensor result, double slope) {
        blocks.change(result.numbers(), result.numbers(), result.elements(), leak(slope));
    }

    /** @param slope above 0 and at most 1, as the maximum needs it */
    private static Change leak(double slope) {
        if (!(slope > 0 && slope <= 1)) {
            throw new IllegalArgumentException("the slope of a leaky ReLU must be in (0, 1], got " + slope);
        }
        float factor = (float) slope;
        return (values, count) -> leak(values, count, factor);
    }

    static void leak(float[] values, int count, float slope) {
        for (int i = 0; i < count; i++) {
            values[i] = Math.max(values[i], slope * values[i]);
        }
    }

    CpuTensor leakyGradient(CpuTensor outputGradient, CpuTensor output, double slope) {
        Shapes.requireEqual("gradient of a leaky ReLU's output", outputGradient.shape(), output.shape());
        float factor = (float) slope;
        return paired(output, outputGradient, (values, slopes, count) -> {
            for (int i = 0; i < count; i++) {
                values[i] = values[i] > 0 ? slopes[i] : factor * slopes[i];
            }
        });
    }

    CpuTensor sigmoid(CpuTensor input) {
        return changed(input, (values, count) -> {
            for (int i = 0; i < count; i++) {
                values[i] = (float) (1 / (1 + Math.exp(-(double) values[i])));
            }
        });
    }

    CpuTensor sigmoidGradient(CpuTensor outputGradient, CpuTensor output) {
        Shapes.requireEqual("gradient of a sigmoid's output", outputGradient.shape(), output.shape());
        return paired(output, outputGradient, (values, slopes, count) -> {
            for (int i = 0; i < count; i++) {
                values[i] = slopes[i] * (1 - values[i]) * values[i];
            }
        });
    }

    private CpuTensor changed(CpuTensor input, Change change) {
        CpuTensor output = memory.allocate(input.shape(), input.precision());
        blocks.change(input.numbers(), output.numbers(), input.elements(), change);
        return output;
    }

    private CpuTensor paired(CpuTensor output, CpuTensor outputGradient, PairedChange change) {
        CpuTensor gradient = memory.allocate(output.shape(), output.precision());
        try (var upstream = casts.in(output.precision(), outputGradient)) {
            blocks.change(output.numbers(), upstream.tensor().numbers(), gradient.numbers(), output.elements(), change);
        }
        return gradient;
    }
}
