package dev.roilab.tensor.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What goes wrong, and what is only less exact. */
class TorchFailureTest {
    @Test
    void tooLittleMemoryIsAnOutOfMemoryErrorAndTheEngineGoesOn() {
        try (Engine engine = Engines.create("torch", "cpu", 1)) {
            assertThatThrownBy(() -> engine.zeros(Shape.of(1 << 30, 1 << 30)))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessageContaining("4611686018427387904 bytes")
                    .hasMessageNotContaining("frame #");
            assertThat(engine.zeros(Shape.of(3)).toFloats()).containsExactly(0, 0, 0);
        }
    }

    @Test
    void aDeviceThatIsNotThereIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> Engines.create("torch", "cuda:7", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no device 'cuda:7'")
                .hasMessageContaining("cpu");
    }

    @Test
    void sixteenBitsStayCloseToThirtyTwo() {
        float[] exact = convolved(Precision.F32);
        float[] rounded = convolved(Precision.BF16);
        double largest = 0;
        for (float value : exact) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(rounded).hasSameSizeAs(exact);
        for (int i = 0; i < exact.length; i++) {
            assertThat((double) rounded[i]).isCloseTo(exact[i], within(0.02 * largest));
        }
        assertThat(rounded).isNotEqualTo(exact);
    }

    private static float[] convolved(Precision precision) {
        try (Engine engine = Engines.create("torch", "cpu", 2, precision)) {
            Shape map = Shape.of(2, 8, 9, 7);
            Tensor input = engine.tensor(random(map), map);
            Shape kernel = Shape.of(16, 8, 3, 3);
            Tensor weights = engine.tensor(random(kernel), kernel);
            Tensor output =
                    engine.convolutions().convolution(input, weights, null, Convolution.of(1, 1), Activation.RELU);
            Tensor flat = engine.shapes().flatten(output);
            Tensor back = engine.shapes().unflatten(flat, output.shape());
            Tensor gradient =
                    engine.elementwise().reluGradient(engine.elementwise().multiply(back, 0.5), output);
            var parameters = engine.convolutions()
                    .convolutionParameterGradients(input, gradient, kernel, Convolution.of(1, 1), true);
            float[] first = output.toFloats();
            float[] second = parameters.weights().toFloats();
            float[] all = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, all, first.length, second.length);
            return all;
        }
    }

    /** Numbers in [-1, 1), the same for shapes of as many. */
    static float[] random(Shape shape) {
        var random = new SplittableRandom(shape.elements());
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
