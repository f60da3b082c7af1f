package dev.roilab.tensor;

import static dev.roilab.tensor.NonFiniteNumbers.NAN;
import static dev.roilab.tensor.NonFiniteNumbers.require;
import static dev.roilab.tensor.NonFiniteNumbers.stored;
import static dev.roilab.tensor.NonFiniteNumbers.whole;
import static dev.roilab.tensor.Twins.doubles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.tensor.Resampling.Kind;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Activations and resampling of maps as layers hand them on, in 32 bits or in 16, where each result is rounded once.
 */
public interface StoredMapConformance extends EngineSubject {
    DoubleUnaryOperator LEAKY = x -> x > 0 ? x : 0.1 * x;

    private static void requireRounded(Engine engine, String what, Tensor found, IntToDoubleFunction expected) {
        // Maps of 16 bits have 8 of significand.
        double unit = engine.precision() == Precision.BF16 ? 1.0 / 256 : 1e-6;
        float[] values = found.toFloats();
        for (int i = 0; i < values.length; i++) {
            double wanted = expected.applyAsDouble(i);
            if (!(Math.abs(values[i] - wanted) <= unit * Math.abs(wanted) + 1e-7)) {
                throw new AssertionError("%s: element %d is %s, expected %s".formatted(what, i, values[i], wanted));
            }
        }
    }

    @Test
    default void activationsOfStoredMapsAndTheirGradientsAreRoundedOnce() {
        Shape map = Shape.of(2, 3, 29, 31);
        float[] x = whole(1, map);
        float[] upstream = whole(2, map);
        try (Engine engine = create(2)) {
            var numbers = engine.elementwise();
            Tensor input = stored(engine, x, map);
            Tensor slopes = engine.tensor(upstream, map);
            Tensor leaked = numbers.leakyRelu(input, 0.1);
            requireRounded(engine, "leaky", leaked, i -> LEAKY.applyAsDouble(x[i]));
            requireRounded(
                    engine,
                    "leaky gradient",
                    numbers.leakyReluGradient(slopes, leaked, 0.1),
                    i -> x[i] > 0 ? upstream[i] : 0.1 * upstream[i]);
            Tensor sigmoid = numbers.sigmoid(input);
            requireRounded(engine, "sigmoid", sigmoid, i -> 1 / (1 + Math.exp(-x[i])));
            float[] y = sigmoid.toFloats();
            requireRounded(
                    engine,
                    "sigmoid gradient",
                    numbers.sigmoidGradient(slopes, sigmoid),
                    i -> upstream[i] * (double) y[i] * (1 - y[i]));
        }
    }

    /** Whichever way the convolution is computed, the activation comes before the result is rounded, or close to it. */
    @ParameterizedTest
    @CsvSource({"3, 3, 1", "33, 3, 1", "33, 3, 2", "16, 1, 1", "5, 7, 2"})
    default void convolutionsOfStoredMapsEndInALeakyRelu(int channels, int kernel, int stride) {
        Shape map = Shape.of(1, channels, 24, 26);
        Shape weights = Shape.of(channels, channels, kernel, kernel);
        var how = Convolution.of(stride, kernel / 2);
        float[] x = whole(1, map);
        float[] w = whole(2, weights);
        double[] sums = Twins.convolution(doubles(x), map, doubles(w), weights, new double[0], how);
        try (Engine engine = create(2)) {
            float[] found = engine.convolutions()
                    .convolution(stored(engine, x, map), engine.tensor(w, weights), null, how, Activation.LEAKY_RELU)
                    .toFloats();
            // Twice, where the sum is stored before; and a transform's own rounding.
            double unit = engine.precision() == Precision.BF16 ? 2.0 / 256 : 1e-5;
            for (int i = 0; i < found.length; i++) {
                double wanted = LEAKY.applyAsDouble(sums[i]);
                assertThat(Math.abs(found[i] - wanted))
                        .as("element %d is %s, not %s", i, found[i], wanted)
                        .isLessThanOrEqualTo(unit * Math.abs(wanted) + 1e-3);
            }
        }
    }

    @Test
    default void nearestResamplingOfStoredMapsIsExact() {
        Shape map = Shape.of(1, 3, 4, 5);
        float[] x = whole(1, map);
        try (Engine engine = create(1)) {
            var how = Resampling.enlarged(map, 3, Kind.NEAREST);
            Tensor large = engine.resampling().resample(stored(engine, x, map), how);
            float[] values = large.toFloats();
            for (int i = 0; i < values.length; i++) {
                int plane = i / (12 * 15);
                int cell = i % (12 * 15) / 15 / 3 * 5 + i % 15 / 3;
                assertThat(values[i]).isEqualTo(x[plane * 20 + cell]);
            }
            float[] back = engine.resampling().resampleGradient(large, map, how).toFloats();
            for (int i = 0; i < back.length; i++) {
                assertThat(back[i]).isEqualTo(9 * x[i]);
            }
            Tensor row = stored(engine, new float[] {1, NAN, 3, 5}, Shape.of(1, 1, 1, 4));
            require("half", engine.resampling().resample(row, new Resampling(1, 2, Kind.NEAREST)), 1, 3);
        }
    }
}
