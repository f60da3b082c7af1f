package dev.roilab.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Weight gradients of strided 1 x 1 convolutions. For inputs of 8 channels oneDNN 3.11's kernel for them wrote behind
 * its memory and brought the process down.
 */
class StridedPointwiseTest {
    @ParameterizedTest
    @CsvSource({"8, 16, 48", "8, 16, 64", "8, 24, 33", "4, 16, 64", "12, 16, 48", "16, 32, 64", "24, 16, 48"})
    void theGradientOfOnesCountsTheCells(int inputs, int outputs, int side) {
        Shape map = Shape.of(2, inputs, side, side);
        Shape weights = Shape.of(outputs, inputs, 1, 1);
        var how = Convolution.of(2, 0);
        try (Engine engine = CpuEngine.create(2)) {
            Tensor input = ones(engine, map);
            Tensor upstream = ones(engine, how.outputShape(map, weights));
            for (int round = 0; round < 50; round++) {
                try (Scope _ = engine.openScope()) {
                    float[] gradient = engine.convolutions()
                            .convolutionParameterGradients(input, upstream, weights, how, true)
                            .weights()
                            .toFloats();
                    int half = Math.ceilDiv(side, 2);
                    for (float value : gradient) {
                        assertThat(value).isEqualTo(2f * half * half);
                    }
                }
            }
        }
    }

    private static Tensor ones(Engine engine, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        Arrays.fill(values, 1);
        return engine.tensor(values, shape);
    }
}
