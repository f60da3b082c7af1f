package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

interface ConvolutionConformance extends EngineSubject {
    /** A convolution of odd sizes. */
    record Case(String name, Shape input, Shape weights, Convolution how) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case("3x3 same", Shape.of(2, 3, 5, 7), Shape.of(5, 3, 3, 3), Convolution.of(1, 1)),
                new Case("1x1", Shape.of(1, 17, 3, 5), Shape.of(7, 17, 1, 1), Convolution.of(1, 0)),
                new Case("stride 2 with a rest", Shape.of(2, 2, 6, 7), Shape.of(3, 2, 3, 3), Convolution.of(2, 1)),
                new Case("first layer 7x7", Shape.of(1, 3, 9, 11), Shape.of(4, 3, 7, 7), Convolution.of(2, 3)),
                new Case(
                        "padding that differs by side",
                        Shape.of(1, 2, 5, 4),
                        Shape.of(3, 2, 3, 2),
                        new Convolution(2, 1, new Padding(0, 1, 2, 3), 1, 1, 1)),
                new Case(
                        "dilation",
                        Shape.of(1, 2, 7, 9),
                        Shape.of(2, 2, 3, 3),
                        new Convolution(1, 1, Padding.of(2), 2, 3, 1)),
                new Case(
                        "two groups",
                        Shape.of(2, 6, 4, 3),
                        Shape.of(4, 3, 3, 3),
                        new Convolution(1, 1, Padding.of(1), 1, 1, 2)),
                new Case(
                        "depthwise",
                        Shape.of(1, 19, 4, 5),
                        Shape.of(19, 1, 3, 3),
                        new Convolution(2, 2, Padding.of(1), 1, 1, 19)),
                new Case(
                        "whole blocks of channels",
                        Shape.of(1, 16, 4, 4),
                        Shape.of(32, 16, 1, 1),
                        Convolution.of(1, 0)));
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.tensor.ConvolutionConformance#cases")
    default void convolutionEqualsItsTwin(Case it) {
        float[] x = Twins.random(1, it.input());
        float[] w = Twins.random(2, it.weights());
        float[] b = Twins.random(3, Shape.of(it.weights().size(0)));
        double[] plain = Twins.convolution(doubles(x), it.input(), doubles(w), it.weights(), new double[0], it.how());
        double[] biased = Twins.convolution(doubles(x), it.input(), doubles(w), it.weights(), doubles(b), it.how());
        double[] rectified =
                Arrays.stream(biased).map(value -> Math.max(0, value)).toArray();
        try (Engine engine = create(2)) {
            Tensor input = engine.tensor(x, it.input());
            Tensor weights = engine.tensor(w, it.weights());
            Tensor bias = engine.tensor(b, Shape.of(b.length));
            requireClose(
                    "plain",
                    engine.convolutions()
                            .convolution(input, weights, null, it.how(), Activation.NONE)
                            .toFloats(),
                    plain,
                    1e-5);
            requireClose(
                    "bias",
                    engine.convolutions()
                            .convolution(input, weights, bias, it.how(), Activation.NONE)
                            .toFloats(),
                    biased,
                    1e-5);
            requireClose(
                    "bias and ReLU",
                    engine.convolutions()
                            .convolution(input, weights, bias, it.how(), Activation.RELU)
                            .toFloats(),
                    rectified,
                    1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.tensor.ConvolutionConformance#cases")
    default void convolutionGradientsEqualCentralDifferences(Case it) {
        double[] x = doubles(Twins.random(1, it.input()));
        double[] w = doubles(Twins.random(2, it.weights()));
        double[] b = doubles(Twins.random(3, Shape.of(it.weights().size(0))));
        Shape output = it.how().outputShape(it.input(), it.weights());
        float[] upstream = Twins.random(4, output);
        try (Engine engine = create(2)) {
            Tensor gradient = engine.tensor(upstream, output);
            Tensor input = engine.tensor(Twins.random(1, it.input()), it.input());
            Tensor weights = engine.tensor(Twins.random(2, it.weights()), it.weights());
            requireClose(
                    "input",
                    engine.convolutions()
                            .convolutionInputGradient(gradient, weights, it.input(), it.how())
                            .toFloats(),
                    Twins.slope(v -> Twins.convolution(v, it.input(), w, it.weights(), b, it.how()), x, upstream),
                    1e-5);
            var found =
                    engine.convolutions().convolutionParameterGradients(input, gradient, it.weights(), it.how(), true);
            requireClose(
                    "weights",
                    found.weights().toFloats(),
                    Twins.slope(v -> Twins.convolution(x, it.input(), v, it.weights(), b, it.how()), w, upstream),
                    1e-5);
            requireClose(
                    "bias",
                    Objects.requireNonNull(found.bias()).toFloats(),
                    Twins.slope(v -> Twins.convolution(x, it.input(), w, it.weights(), v, it.how()), b, upstream),
                    1e-5);
            var withoutBias =
                    engine.convolutions().convolutionParameterGradients(input, gradient, it.weights(), it.how(), false);
            assertThat(withoutBias.bias()).isNull();
            requireClose(
                    "again",
                    withoutBias.weights().toFloats(),
                    doubles(found.weights().toFloats()),
                    1e-5);
        }
    }

    @Test
    default void convolutionSeesWeightsThatChangedInPlace() {
        try (Engine engine = create(2)) {
            Tensor input = random(engine, 1, 1, 17, 6, 5);
            Tensor weights = random(engine, 2, 19, 17, 3, 3);
            Tensor other = random(engine, 3, 19, 17, 3, 3);
            engine.convolutions().convolution(input, weights, null, Convolution.of(1, 1), Activation.NONE);
            engine.copy(other, weights);
            assertThat(engine.convolutions()
                            .convolution(input, weights, null, Convolution.of(1, 1), Activation.NONE)
                            .toFloats())
                    .isEqualTo(engine.convolutions()
                            .convolution(input, other, null, Convolution.of(1, 1), Activation.NONE)
                            .toFloats());
            engine.elementwise().accumulate(weights, other);
            Tensor twice = engine.elementwise().multiply(other, 2);
            assertThat(engine.convolutions()
                            .convolution(input, weights, null, Convolution.of(1, 1), Activation.NONE)
                            .toFloats())
                    .isEqualTo(engine.convolutions()
                            .convolution(input, twice, null, Convolution.of(1, 1), Activation.NONE)
                            .toFloats());
            engine.updates().sgdStep(weights, twice, engine.zeros(twice.shape()), 0.5, 0, 0);
            assertThat(engine.convolutions()
                            .convolution(input, weights, null, Convolution.of(1, 1), Activation.NONE)
                            .toFloats())
                    .isEqualTo(engine.convolutions()
                            .convolution(input, other, null, Convolution.of(1, 1), Activation.NONE)
                            .toFloats());
        }
    }

    @Test
    default void convolutionOfNoImagesGivesNothingAndZeroGradients() {
        try (Engine engine = create(1)) {
            Tensor none = engine.zeros(Shape.of(0, 3, 4, 4));
            Tensor weights = random(engine, 1, 2, 3, 3, 3);
            Tensor output =
                    engine.convolutions().convolution(none, weights, null, Convolution.of(1, 1), Activation.NONE);
            assertThat(output.shape()).isEqualTo(Shape.of(0, 2, 4, 4));
            assertThat(engine.convolutions()
                            .convolutionParameterGradients(none, output, weights.shape(), Convolution.of(1, 1), true)
                            .weights()
                            .toFloats())
                    .containsOnly(0f);
        }
    }

    @Test
    default void convolutionNamesTheShapesThatDisagree() {
        try (Engine engine = create(1)) {
            Tensor input = engine.zeros(Shape.of(1, 3, 5, 5));
            Tensor weights = engine.zeros(Shape.of(2, 4, 3, 3));
            assertThatThrownBy(() -> engine.convolutions()
                            .convolution(input, weights, null, Convolution.of(1, 1), Activation.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, 3, 5, 5]")
                    .hasMessageContaining("[2, 4, 3, 3]");
            Tensor fitting = engine.zeros(Shape.of(2, 3, 3, 3));
            Tensor bias = engine.zeros(Shape.of(3));
            assertThatThrownBy(() -> engine.convolutions()
                            .convolution(input, fitting, bias, Convolution.of(1, 1), Activation.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[2]")
                    .hasMessageContaining("[3]");
            Tensor gradient = engine.zeros(Shape.of(1, 2, 4, 5));
            assertThatThrownBy(() -> engine.convolutions()
                            .convolutionInputGradient(gradient, fitting, input.shape(), Convolution.of(1, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, 2, 4, 5]")
                    .hasMessageContaining("[1, 2, 5, 5]");
        }
    }
}
