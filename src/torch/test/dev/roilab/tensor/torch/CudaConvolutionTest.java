package dev.roilab.tensor.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Convolutions on a GPU in fewer bits, whose bias and activation cuDNN applies itself. */
@Tag("gpu")
class CudaConvolutionTest {
    private static final Shape MAP = Shape.of(2, 16, 19, 23);

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"TF32", "BF16"})
    void aRectifiedConvolutionIsTheConvolutionRectified(Precision precision) {
        try (Engine engine = Engines.create("torch", "cuda:0", 2, precision)) {
            agree(engine, Shape.of(32, 16, 3, 3), Convolution.of(1, 1), true);
            agree(engine, Shape.of(32, 16, 3, 3), Convolution.of(2, 1), true);
            agree(engine, Shape.of(64, 16, 1, 1), Convolution.of(2, 0), false);
            agree(engine, Shape.of(8, 16, 5, 5), Convolution.of(1, 2), false);
            agree(engine, Shape.of(5, 16, 7, 7), Convolution.of(2, 3), true);
        }
    }

    private static void agree(Engine engine, Shape kernel, Convolution convolution, boolean withBias) {
        Tensor input = random(engine, MAP);
        Tensor weights = random(engine, kernel);
        Tensor bias = withBias ? random(engine, Shape.of(kernel.size(0))) : null;
        float[] rectified = convolved(engine, input, weights, bias, convolution, Activation.RELU);
        float[] plain = convolved(engine, input, weights, bias, convolution, Activation.NONE);
        assertThat(rectified).hasSameSizeAs(plain);
        for (int i = 0; i < plain.length; i++) {
            // Two results that were rounded to 8 bits of significand may be neighbours, and their sums were rounded,
            // too.
            double neighbours = Math.abs(plain[i]) / 64 + 0.02;
            assertThat((double) rectified[i])
                    .as("number %d of %s", i, kernel)
                    .isCloseTo(Math.max(0, plain[i]), within(neighbours));
        }
        assertThat(convolved(engine, input, weights, bias, convolution, Activation.RELU))
                .as("the same bits again")
                .isEqualTo(rectified);
    }

    private static float[] convolved(
            Engine engine,
            Tensor input,
            Tensor weights,
            @Nullable Tensor bias,
            Convolution convolution,
            Activation activation) {
        return engine.convolutions()
                .convolution(input, weights, bias, convolution, activation)
                .toFloats();
    }

    private static Tensor random(Engine engine, Shape shape) {
        return engine.tensor(TorchFailureTest.random(shape), shape);
    }
}
