package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

interface LinearConformance extends EngineSubject {
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    default void productEqualsItsTwin(boolean transposeA, boolean transposeB) {
        Shape shapeA = transposeA ? Shape.of(7, 5) : Shape.of(5, 7);
        Shape shapeB = transposeB ? Shape.of(19, 7) : Shape.of(7, 19);
        float[] a = Twins.random(1, shapeA);
        float[] b = Twins.random(2, shapeB);
        try (Engine engine = create(2)) {
            Tensor product = engine.matrices()
                    .matmul(engine.tensor(a, shapeA), transposeA, engine.tensor(b, shapeB), transposeB);
            assertThat(product.shape()).isEqualTo(Shape.of(5, 19));
            requireClose(
                    "product",
                    product.toFloats(),
                    Twins.product(doubles(a), shapeA, transposeA, doubles(b), shapeB, transposeB),
                    1e-5);
        }
    }

    @Test
    default void linearLayerAndItsGradientsEqualTheirTwins() {
        Shape inputShape = Shape.of(5, 7);
        Shape weightShape = Shape.of(3, 7);
        Shape outputShape = Shape.of(5, 3);
        double[] x = doubles(Twins.random(1, inputShape));
        double[] w = doubles(Twins.random(2, weightShape));
        double[] b = doubles(Twins.random(3, Shape.of(3)));
        float[] upstream = Twins.random(4, outputShape);
        UnaryOperator<double[]> ofInput = v -> linear(v, w, b);
        try (Engine engine = create(2)) {
            Tensor input = random(engine, 1, 5, 7);
            Tensor weights = random(engine, 2, 3, 7);
            Tensor bias = random(engine, 3, 3);
            Tensor gradient = engine.tensor(upstream, outputShape);
            requireClose(
                    "output",
                    engine.matrices()
                            .linear(input, weights, bias, Activation.NONE)
                            .toFloats(),
                    ofInput.apply(x),
                    1e-5);
            assertThat(engine.matrices()
                            .linear(input, weights, bias, Activation.RELU)
                            .toFloats())
                    .containsExactly(engine.elementwise()
                            .relu(engine.matrices().linear(input, weights, bias, Activation.NONE))
                            .toFloats());
            requireClose(
                    "input",
                    engine.matrices().linearInputGradient(gradient, weights).toFloats(),
                    Twins.slope(ofInput, x, upstream),
                    1e-5);
            var found = engine.matrices().linearParameterGradients(input, gradient, true);
            requireClose("weights", found.weights().toFloats(), Twins.slope(v -> linear(x, v, b), w, upstream), 1e-5);
            requireClose(
                    "bias",
                    Objects.requireNonNull(found.bias()).toFloats(),
                    Twins.slope(v -> linear(x, w, v), b, upstream),
                    1e-5);
        }
    }

    private static double[] linear(double[] x, double[] w, double[] b) {
        double[] output = Twins.product(x, Shape.of(5, 7), false, w, Shape.of(3, 7), true);
        for (int i = 0; i < output.length; i++) {
            output[i] += b[i % 3];
        }
        return output;
    }

    @Test
    default void linearLayerOfNoRowsGivesNothingAndZeroGradients() {
        try (Engine engine = create(1)) {
            Tensor none = engine.zeros(Shape.of(0, 7));
            Tensor weights = random(engine, 1, 3, 7);
            Tensor output = engine.matrices().linear(none, weights, null, Activation.RELU);
            assertThat(output.shape()).isEqualTo(Shape.of(0, 3));
            var gradients = engine.matrices().linearParameterGradients(none, output, true);
            assertThat(gradients.weights().toFloats()).hasSize(21).containsOnly(0f);
            assertThat(Objects.requireNonNull(gradients.bias()).toFloats())
                    .hasSize(3)
                    .containsOnly(0f);
        }
    }

    @Test
    default void productNamesTheShapesThatDisagree() {
        try (Engine engine = create(1)) {
            Tensor a = engine.zeros(Shape.of(2, 3));
            Tensor b = engine.zeros(Shape.of(4, 5));
            assertThatThrownBy(() -> engine.matrices().matmul(a, false, b, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[2, 3]")
                    .hasMessageContaining("[4, 5] transposed");
        }
    }
}
