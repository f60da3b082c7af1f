package dev.roilab.tensor;

import static dev.roilab.tensor.NonFiniteNumbers.INF;
import static dev.roilab.tensor.NonFiniteNumbers.NAN;
import static dev.roilab.tensor.NonFiniteNumbers.repeated;
import static dev.roilab.tensor.NonFiniteNumbers.require;
import static dev.roilab.tensor.NonFiniteNumbers.stored;
import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.testing.ReferenceCases;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Leaky ReLU and sigmoid, alone and at the end of other operations. */
interface ActivationConformance extends TorchReferenceConformance {
    /** More than a block of 2048 and no multiple of a vector. */
    Shape MAP = Shape.of(2, 19, 11, 13);

    DoubleUnaryOperator LEAKY = x -> x > 0 ? x : 0.1 * x;

    private static double[] map(DoubleUnaryOperator function, double[] values) {
        return Arrays.stream(values).map(function).toArray();
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    default void leakyReluAndItsGradientEqualTheirTwins() {
        double[] x = doubles(Twins.random(1, MAP));
        float[] upstream = Twins.random(2, MAP);
        try (Engine engine = create(2)) {
            for (double slope : List.of(0.1, 0.01, 1.0)) {
                DoubleUnaryOperator twin = value -> value > 0 ? value : slope * value;
                Tensor found = engine.elementwise().leakyRelu(engine.tensor(Twins.random(1, MAP), MAP), slope);
                requireClose("values", found.toFloats(), map(twin, x), 1e-6);
                double[] slopes = slopes(twin, x, upstream);
                for (int i = 0; i < slopes.length; i++) {
                    // At the bend itself a difference sees both sides.
                    slopes[i] = x[i] == 0 ? slope * upstream[i] : slopes[i];
                }
                requireClose(
                        "gradient",
                        engine.elementwise()
                                .leakyReluGradient(engine.tensor(upstream, MAP), found, slope)
                                .toFloats(),
                        slopes,
                        1e-6);
            }
        }
    }

    @Test
    default void sigmoidAndItsGradientEqualTheirTwins() {
        float[] values = Twins.random(1, MAP);
        for (int i = 0; i < values.length; i++) {
            values[i] *= 8;
        }
        float[] upstream = Twins.random(2, MAP);
        try (Engine engine = create(2)) {
            Tensor found = engine.elementwise().sigmoid(engine.tensor(values, MAP));
            requireClose("values", found.toFloats(), map(ActivationConformance::sigmoid, doubles(values)), 1e-6);
            requireClose(
                    "gradient",
                    engine.elementwise()
                            .sigmoidGradient(engine.tensor(upstream, MAP), found)
                            .toFloats(),
                    slopes(ActivationConformance::sigmoid, doubles(values), upstream),
                    1e-6);
        }
    }

    private static double[] slopes(DoubleUnaryOperator function, double[] x, float[] upstream) {
        double step = 1e-5;
        double[] slopes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            slopes[i] = upstream[i]
                    * (function.applyAsDouble(x[i] + step) - function.applyAsDouble(x[i] - step))
                    / (2 * step);
        }
        return slopes;
    }

    @Test
    default void sumsAndScalesEndInALeakyRelu() {
        double[] a = doubles(Twins.random(1, MAP));
        double[] b = doubles(Twins.random(2, MAP));
        float[] scale = Twins.random(3, Shape.of(19));
        float[] shift = Twins.random(4, Shape.of(19));
        double[] sums = new double[a.length];
        double[] scaled = new double[a.length];
        double[] shifted = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            int channel = i / (11 * 13) % 19;
            sums[i] = LEAKY.applyAsDouble(a[i] + b[i]);
            scaled[i] = LEAKY.applyAsDouble(a[i] * scale[channel]);
            shifted[i] = LEAKY.applyAsDouble(a[i] * scale[channel] + shift[channel]);
        }
        try (Engine engine = create(2)) {
            Tensor left = engine.tensor(Twins.random(1, MAP), MAP);
            Tensor right = engine.tensor(Twins.random(2, MAP), MAP);
            Tensor scales = engine.tensor(scale, Shape.of(19));
            Tensor shifts = engine.tensor(shift, Shape.of(19));
            var numbers = engine.elementwise();
            requireClose("sum", numbers.add(left, right, Activation.LEAKY_RELU).toFloats(), sums, 1e-6);
            requireClose(
                    "scale",
                    numbers.scaleShift(left, scales, null, Activation.LEAKY_RELU)
                            .toFloats(),
                    scaled,
                    1e-6);
            requireClose(
                    "scale and shift",
                    numbers.scaleShift(left, scales, shifts, Activation.LEAKY_RELU)
                            .toFloats(),
                    shifted,
                    1e-6);
        }
    }

    /** Of few channels and of many, whichever way the convolution is computed. */
    @ParameterizedTest
    @CsvSource({"3, 3, 1", "33, 3, 1", "33, 3, 2", "16, 1, 1", "5, 7, 2"})
    default void convolutionsAndProductsEndInALeakyRelu(int channels, int kernel, int stride) {
        Shape map = Shape.of(1, channels, 24, 26);
        Shape weights = Shape.of(channels, channels, kernel, kernel);
        var how = Convolution.of(stride, kernel / 2);
        double[] x = doubles(Twins.random(1, map));
        double[] w = doubles(Twins.random(2, weights));
        double[] b = doubles(Twins.random(3, Shape.of(channels)));
        try (Engine engine = create(2)) {
            Tensor bias = random(engine, 3, channels);
            requireClose(
                    "convolution",
                    engine.convolutions()
                            .convolution(
                                    random(engine, 1, 1, channels, 24, 26),
                                    random(engine, 2, channels, channels, kernel, kernel),
                                    bias,
                                    how,
                                    Activation.LEAKY_RELU)
                            .toFloats(),
                    map(LEAKY, Twins.convolution(x, map, w, weights, b, how)),
                    1e-4);
            Shape square = Shape.of(channels, channels);
            double[] product = Twins.product(
                    doubles(Twins.random(4, square)), square, false, doubles(Twins.random(5, square)), square, true);
            for (int i = 0; i < product.length; i++) {
                product[i] = LEAKY.applyAsDouble(product[i] + b[i % channels]);
            }
            requireClose(
                    "linear",
                    engine.matrices()
                            .linear(
                                    random(engine, 4, channels, channels),
                                    random(engine, 5, channels, channels),
                                    bias,
                                    Activation.LEAKY_RELU)
                            .toFloats(),
                    product,
                    1e-5);
        }
    }

    @Test
    default void nanAndInfinityGoThroughLeakyReluAndSigmoid() {
        Shape map = NonFiniteConformance.MAP;
        float[] x = repeated(new float[] {NAN, 4, INF, -INF, -2, NonFiniteNumbers.NEGATIVE_NAN, 0});
        float[] leaked = repeated(new float[] {NAN, 4, INF, -INF, -0.2f, NAN, 0});
        float[] halved = repeated(new float[] {NAN, 4, INF, -INF, -1, NAN, 0});
        try (Engine engine = create(2)) {
            Tensor one = engine.tensor(new float[] {1}, Shape.of(1));
            Tensor input = engine.tensor(x, map);
            Tensor zeros = engine.zeros(map);
            Tensor kernel = engine.tensor(new float[] {1}, Shape.of(1, 1, 1, 1));
            var numbers = engine.elementwise();
            require("leaky", numbers.leakyRelu(input, 0.1), leaked);
            require("sum", numbers.add(input, zeros, Activation.LEAKY_RELU), leaked);
            require("scale", numbers.scaleShift(input, one, null, Activation.LEAKY_RELU), leaked);
            require("stored", numbers.leakyRelu(stored(engine, x, map), 0.5), halved);
            require(
                    "convolution",
                    engine.convolutions().convolution(input, kernel, null, Convolution.of(1, 0), Activation.LEAKY_RELU),
                    leaked);
            float[] upstream = repeated(new float[] {2, 3, 4, 5, 6, 7, NAN});
            float[] expected = repeated(new float[] {1, 3, 4, 2.5f, 3, 3.5f, NAN});
            require("gradient", numbers.leakyReluGradient(engine.tensor(upstream, map), input, 0.5), expected);
            float[] sigmoid = numbers.sigmoid(input).toFloats();
            for (int i = 0; i < sigmoid.length; i++) {
                double twin = sigmoid(x[i]);
                assertThat(Double.isNaN(twin) ? Float.isNaN(sigmoid[i]) : Math.abs(sigmoid[i] - twin) < 1e-6)
                        .as("sigmoid of %s is %s", x[i], sigmoid[i])
                        .isTrue();
            }
        }
    }

    /** In a kernel of many channels a NaN is met by vectors of them. */
    @ParameterizedTest
    @CsvSource({"33, 3, 2", "16, 1, 1", "33, 3, 1"})
    default void aLeakyConvolutionKeepsNanInItsWindows(int channels, int kernel, int stride) {
        Shape map = Shape.of(1, channels, 24, 26);
        Shape weights = Shape.of(channels, channels, kernel, kernel);
        var how = Convolution.of(stride, kernel / 2);
        float[] x = NonFiniteNumbers.whole(1, map);
        float[] w = NonFiniteNumbers.whole(2, weights);
        x[4 * 26 + 6] = NAN;
        x[26 * 24 + 20 * 26 + 8] = -INF;
        double[] expected = map(LEAKY, Twins.convolution(doubles(x), map, doubles(w), weights, new double[0], how));
        try (Engine engine = create(2)) {
            float[] found = engine.convolutions()
                    .convolution(engine.tensor(x, map), engine.tensor(w, weights), null, how, Activation.LEAKY_RELU)
                    .toFloats();
            for (int i = 0; i < found.length; i++) {
                boolean same = Double.isFinite(expected[i])
                        ? Math.abs(found[i] - expected[i]) < 1e-3
                        : Double.compare(found[i], expected[i]) == 0;
                assertThat(same)
                        .as("element %d is %s, not %s", i, found[i], expected[i])
                        .isTrue();
            }
        }
    }

    @Test
    default void activationsNameWhatDoesNotFit() {
        try (Engine engine = create(1)) {
            Tensor a = engine.zeros(Shape.of(2, 3));
            Tensor b = engine.zeros(Shape.of(3, 2));
            for (double slope : List.of(0.0, -0.1, 1.5, Double.NaN)) {
                assertThatThrownBy(() -> engine.elementwise().leakyRelu(a, slope))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("the slope of a leaky ReLU must be in (0, 1], got " + slope);
            }
            assertThatThrownBy(() -> engine.elementwise().leakyReluGradient(a, b, 0.1))
                    .hasMessage("shape of the gradient of a leaky ReLU's output: expected [3, 2], got [2, 3]");
            assertThatThrownBy(() -> engine.elementwise().sigmoidGradient(a, b))
                    .hasMessage("shape of the gradient of a sigmoid's output: expected [3, 2], got [2, 3]");
            Tensor none = engine.zeros(Shape.of(0, 3, 7, 7));
            assertThat(engine.elementwise().leakyRelu(none, 0.1).shape()).isEqualTo(none.shape());
            assertThat(engine.elementwise().sigmoid(none).shape()).isEqualTo(none.shape());
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void leakyReluAndSigmoidEqualTorch(ReferenceCases source) {
        check(source, "norm_act_resample.json", "leaky_relu", 1, (engine, one) -> {
            double slope = one.get("params").get("slope").asDouble();
            Tensor x =
                    TorchReferenceConformance.tensor(engine, one.get("inputs").get("x"));
            Tensor upstream = TorchReferenceConformance.tensor(engine, one.get("upstream_gradient"));
            Tensor found = engine.elementwise().leakyRelu(x, slope);
            TorchReferenceConformance.require("output", found, one.get("output"));
            TorchReferenceConformance.require(
                    "x",
                    engine.elementwise().leakyReluGradient(upstream, found, slope),
                    one.get("gradients").get("x"));
        });
        check(source, "norm_act_resample.json", "sigmoid", 1, (engine, one) -> {
            Tensor x =
                    TorchReferenceConformance.tensor(engine, one.get("inputs").get("input"));
            Tensor upstream = TorchReferenceConformance.tensor(engine, one.get("upstream_gradient"));
            Tensor found = engine.elementwise().sigmoid(x);
            TorchReferenceConformance.require("output", found, one.get("output"));
            TorchReferenceConformance.require(
                    "input",
                    engine.elementwise().sigmoidGradient(upstream, found),
                    one.get("gradients").get("input"));
        });
    }
}
