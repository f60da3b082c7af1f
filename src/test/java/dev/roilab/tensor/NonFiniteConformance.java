package dev.roilab.tensor;

import static dev.roilab.tensor.NonFiniteNumbers.INF;
import static dev.roilab.tensor.NonFiniteNumbers.NAN;
import static dev.roilab.tensor.NonFiniteNumbers.NEGATIVE_NAN;
import static dev.roilab.tensor.NonFiniteNumbers.SPECIAL;
import static dev.roilab.tensor.NonFiniteNumbers.SPECIAL_RECTIFIED;
import static dev.roilab.tensor.NonFiniteNumbers.filled;
import static dev.roilab.tensor.NonFiniteNumbers.floats;
import static dev.roilab.tensor.NonFiniteNumbers.nonFinite;
import static dev.roilab.tensor.NonFiniteNumbers.rectified;
import static dev.roilab.tensor.NonFiniteNumbers.repeated;
import static dev.roilab.tensor.NonFiniteNumbers.require;
import static dev.roilab.tensor.NonFiniteNumbers.stored;
import static dev.roilab.tensor.NonFiniteNumbers.whole;
import static dev.roilab.tensor.Twins.doubles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.NormalizationOperations.NormGradients;
import dev.roilab.tensor.NormalizationOperations.Normalized;
import dev.roilab.tensor.NormalizationOperations.RunningAverages;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * NaN and infinity go through every operation as through PyTorch's. All finite numbers are small and whole, so that
 * they are exact in any precision.
 */
public interface NonFiniteConformance extends EngineSubject {
    /** More than a block of 2048 and no multiple of a vector. */
    Shape MAP = Shape.of(1, 1, 53, 47);

    @Test
    default void rectificationKeepsNanAndMakesMinusInfinityZero() {
        float[] x = repeated(SPECIAL);
        float[] expected = repeated(SPECIAL_RECTIFIED);
        try (Engine engine = create(2)) {
            Tensor one = engine.tensor(new float[] {1}, Shape.of(1));
            Tensor zero = engine.zeros(Shape.of(1));
            Tensor kernel = engine.tensor(new float[] {1}, Shape.of(1, 1, 1, 1));
            Tensor matrix = engine.tensor(new float[] {1}, Shape.of(1, 1));
            for (Tensor input : List.of(engine.tensor(x, MAP), stored(engine, x, MAP))) {
                require("relu", engine.elementwise().relu(input), expected);
                require("sum", engine.elementwise().add(input, engine.zeros(MAP), Activation.RELU), expected);
                require("other sum", engine.elementwise().add(engine.zeros(MAP), input, Activation.RELU), expected);
                require("scale", engine.elementwise().scaleShift(input, one, null, Activation.RELU), expected);
                require(
                        "scale and shift",
                        engine.elementwise().scaleShift(input, one, zero, Activation.RELU),
                        expected);
                var pointwise = Convolution.of(1, 0);
                require(
                        "convolution",
                        engine.convolutions().convolution(input, kernel, null, pointwise, Activation.RELU),
                        expected);
                require(
                        "bias",
                        engine.convolutions().convolution(input, kernel, zero, pointwise, Activation.RELU),
                        expected);
            }
            Tensor column = engine.tensor(x, Shape.of(x.length, 1));
            require("linear", engine.matrices().linear(column, matrix, null, Activation.RELU), expected);
            require("linear, bias", engine.matrices().linear(column, matrix, zero, Activation.RELU), expected);
        }
    }

    @Test
    default void whatIsNotRectifiedKeepsInfinityToo() {
        float[] x = repeated(SPECIAL);
        try (Engine engine = create(2)) {
            Tensor one = engine.tensor(new float[] {1}, Shape.of(1));
            Tensor input = stored(engine, x, MAP);
            require("stored", input, x);
            require("sum", engine.elementwise().add(input, engine.zeros(MAP), Activation.NONE), x);
            require(
                    "scale",
                    engine.elementwise().scaleShift(input, one, engine.zeros(Shape.of(1)), Activation.NONE),
                    x);
            require("product", engine.elementwise().multiply(input, engine.tensor(filled(x.length, 1), MAP)), x);
            require("factor", engine.elementwise().multiply(input, 1), x);
            require("rows", engine.shapes().flatten(input), x);
            require("joined", engine.shapes().part(engine.shapes().concatenate(List.of(input, input)), 1, 1), x);
            Tensor target = engine.zeros(MAP);
            engine.elementwise().accumulate(target, input);
            require("accumulated", target, x);
            Tensor copy = engine.zeros(MAP);
            engine.copy(input, copy);
            require("copied", copy, x);
            assertThat(engine.elementwise().nonFinite(input)).isEqualTo(nonFinite(x));
            assertThat(engine.elementwise().nonFinite(engine.elementwise().relu(engine.zeros(MAP))))
                    .isZero();
            assertThat(engine.elementwise().nonFinite(engine.zeros(Shape.of(0, 1))))
                    .isZero();
        }
    }

    @Test
    default void theGradientOfRectificationPassesWhereTheResultIsNoNumber() {
        float[] outputs = {NAN, INF, 0, -0f, 2, NEGATIVE_NAN, 0, 0, 5};
        float[] upstream = {3, 4, 5, 6, NAN, -INF, NAN, INF, 7};
        float[] expected = {3, 4, 0, 0, NAN, -INF, 0, 0, 7};
        try (Engine engine = create(2)) {
            Tensor slopes = engine.tensor(repeated(upstream), MAP);
            for (Tensor output :
                    List.of(engine.tensor(repeated(outputs), MAP), stored(engine, repeated(outputs), MAP))) {
                require("gradient", engine.elementwise().reluGradient(slopes, output), repeated(expected));
            }
        }
    }

    /** Only the windows that see a cell feel it, whichever way the convolution is computed. */
    @ParameterizedTest
    @ValueSource(ints = {3, 33})
    default void aConvolutionSpreadsWhatIsNotFiniteToItsWindowsAlone(int channels) {
        Shape map = Shape.of(1, channels, 48, 44);
        Shape kernel = Shape.of(channels, channels, 3, 3);
        var how = Convolution.of(1, 1);
        float[] x = whole(1, map);
        float[] w = whole(2, kernel);
        x[(0 * 48 + 10) * 44 + 13] = NAN;
        x[(1 * 48 + 30) * 44 + 5] = INF;
        x[(2 * 48 + 47) * 44 + 43] = -INF;
        float[] expected = floats(Twins.convolution(doubles(x), map, doubles(w), kernel, new double[0], how));
        try (Engine engine = create(2)) {
            Tensor input = engine.tensor(x, map);
            Tensor weights = engine.tensor(w, kernel);
            require("output", engine.convolutions().convolution(input, weights, null, how, Activation.NONE), expected);
            require(
                    "ReLU",
                    engine.convolutions().convolution(input, weights, null, how, Activation.RELU),
                    rectified(expected));
            float[] bias = whole(3, Shape.of(channels));
            bias[1] = NAN;
            float[] shifted = expected.clone();
            for (int i = 0; i < shifted.length; i++) {
                shifted[i] += bias[i / (48 * 44)];
            }
            Tensor offsets = engine.tensor(bias, Shape.of(channels));
            require(
                    "bias",
                    engine.convolutions().convolution(input, weights, offsets, how, Activation.RELU),
                    rectified(shifted));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 33})
    default void theGradientsOfAConvolutionSpreadWhatIsNotFiniteToTheirTapsAlone(int channels) {
        Shape map = Shape.of(1, channels, 48, 44);
        Shape kernel = Shape.of(channels, channels, 3, 3);
        var how = Convolution.of(1, 1);
        float[] x = filled((int) map.elements(), 0);
        float[] slopes = filled(x.length, 0);
        x[0] = NAN;
        x[44 * 20 + 7] = 2;
        slopes[1] = 1;
        slopes[44 * 30 + 9] = INF;
        float[] w = filled((int) kernel.elements(), 0);
        w[4] = 1;
        try (Engine engine = create(2)) {
            Tensor input = engine.tensor(x, map);
            Tensor upstream = engine.tensor(slopes, map);
            Tensor ofInput =
                    engine.convolutions().convolutionInputGradient(upstream, engine.tensor(w, kernel), map, how);
            float[] found = ofInput.toFloats();
            assertThat(found[1]).isOne();
            assertThat(found[44 * 30 + 9]).isEqualTo(INF);
            assertThat(found[44 * 10 + 9]).isZero();
            // Infinity times the kernel's zeros is NaN, in the cells that the window has.
            assertThat(nonFinite(found)).isEqualTo(9L * channels);
            float[] ofWeights = engine.convolutions()
                    .convolutionParameterGradients(input, upstream, kernel, how, true)
                    .weights()
                    .toFloats();
            // The first cell meets the second's gradient at the tap to its left, and 0 elsewhere: NaN, but no tap
            // beyond.
            assertThat(ofWeights[3]).isNaN();
            assertThat(ofWeights[0]).as("infinity times 0").isNaN();
            for (int tap = 0; tap < 9; tap++) {
                assertThat(ofWeights[9 + tap])
                        .as("tap %d of a channel without NaN meets infinity times 0", tap)
                        .isNaN();
                assertThat(ofWeights[9 * (channels + 1) + tap])
                        .as("tap %d of other channels", tap)
                        .isZero();
            }
        }
    }

    @Test
    default void productsSpreadNanToItsRowAndColumn() {
        Shape square = Shape.of(5, 5);
        float[] a = whole(1, square);
        float[] b = whole(2, square);
        a[7] = NAN;
        a[11] = INF;
        b[4] = -INF;
        float[] expected = floats(Twins.product(doubles(a), square, false, doubles(b), square, true));
        try (Engine engine = create(1)) {
            Tensor left = engine.tensor(a, square);
            Tensor right = engine.tensor(b, square);
            require("product", engine.matrices().matmul(left, false, right, true), expected);
            require("linear", engine.matrices().linear(left, right, null, Activation.NONE), expected);
            require("ReLU", engine.matrices().linear(left, right, null, Activation.RELU), rectified(expected));
            require(
                    "input",
                    engine.matrices().linearInputGradient(left, right),
                    floats(Twins.product(doubles(a), square, false, doubles(b), square, false)));
            var gradients = engine.matrices().linearParameterGradients(right, left, true);
            require(
                    "weights",
                    gradients.weights(),
                    floats(Twins.product(doubles(a), square, true, doubles(b), square, false)));
            assertThat(engine.elementwise().nonFinite(Objects.requireNonNull(gradients.bias())))
                    .isEqualTo(2);
        }
    }

    @Test
    default void batchNormalisationKeepsNanInItsChannel() {
        Shape map = Shape.of(2, 17, 3, 4);
        Shape channels = Shape.of(17);
        float[] x = whole(1, map);
        x[12 + 5] = NAN;
        x[2 * 12 + 5] = INF;
        try (Engine engine = create(2)) {
            Tensor input = engine.tensor(x, map);
            Tensor ones = engine.tensor(filled(17, 1), channels);
            Tensor upstream = engine.tensor(whole(2, map), map);
            for (Activation activation : Activation.values()) {
                var averages = new RunningAverages(engine.zeros(channels), engine.zeros(channels), 0.1);
                Normalized found = engine.normalization()
                        .batchNorm(input, ones, engine.zeros(channels), averages, 1e-3, activation);
                assertThat(engine.elementwise().nonFinite(averages.mean())).isEqualTo(2);
                assertThat(engine.elementwise().nonFinite(averages.variance())).isEqualTo(2);
                NormGradients gradients =
                        engine.normalization().batchNormGradient(input, upstream, ones, found, 1e-3, activation);
                requireChannels(found.values(), map);
                requireChannels(gradients.input(), map);
                assertThat(engine.elementwise().nonFinite(found.mean())).isEqualTo(2);
                assertThat(engine.elementwise().nonFinite(gradients.scale())).isEqualTo(2);
            }
            float[] scale = filled(17, 1);
            scale[3] = NAN;
            Normalized found = engine.normalization()
                    .batchNorm(
                            engine.tensor(whole(1, map), map),
                            engine.tensor(scale, channels),
                            engine.zeros(channels),
                            1e-3,
                            Activation.RELU);
            assertThat(engine.elementwise().nonFinite(found.values())).isEqualTo(24);
        }
    }

    /** Channels 1 and 2 are NaN, all others finite. */
    private static void requireChannels(Tensor values, Shape map) {
        float[] numbers = values.toFloats();
        for (int i = 0; i < numbers.length; i++) {
            int channel = i / 12 % map.size(1);
            boolean spoiled = channel == 1 || channel == 2;
            assertThat(Float.isNaN(numbers[i])).as("channel %d", channel).isEqualTo(spoiled);
        }
    }

    @Test
    default void lossesOfWhatIsNoNumberAreNone() {
        float[] x = {1, NAN, 0, 2, INF, 1, 1, 2, 3};
        Shape rows = Shape.of(3, 3);
        try (Engine engine = create(1)) {
            Tensor logits = engine.tensor(x, rows);
            float[] softmax = engine.losses().softmax(logits).toFloats();
            assertThat(nonFinite(softmax)).isEqualTo(6);
            assertThat(softmax[8]).isGreaterThan(softmax[7]);
            assertThat(engine.losses()
                            .softmaxCrossEntropy(logits, new int[] {0, -1, 0}, 1)
                            .loss())
                    .isNaN();
            LossGradient ignored = engine.losses().softmaxCrossEntropy(logits, new int[] {-1, -1, 0}, 1);
            assertThat(ignored.loss()).isFinite();
            assertThat(nonFinite(ignored.gradient().toFloats())).isZero();
            Tensor zeros = engine.zeros(rows);
            Tensor ones = engine.tensor(filled(9, 1), rows);
            for (RegressionLoss loss :
                    List.of(new RegressionLoss.L1(), new RegressionLoss.L2(), new RegressionLoss.SmoothL1(1))) {
                LossGradient found = engine.losses().regressionLoss(logits, zeros, ones, loss);
                assertThat(found.loss()).as("%s", loss).isNaN();
                assertThat(found.gradient().toFloats()[1]).as("%s", loss).isNaN();
                float[] weights = filled(9, 1);
                weights[1] = 0;
                weights[4] = 0;
                LossGradient partly = engine.losses().regressionLoss(logits, zeros, engine.tensor(weights, rows), loss);
                assertThat(partly.loss()).as("%s without NaN", loss).isFinite();
                assertThat(nonFinite(partly.gradient().toFloats())).isZero();
            }
        }
    }

    @Test
    default void binaryCrossEntropyOfWhatIsNoNumberIsNone() {
        Shape shape = Shape.of(4);
        try (Engine engine = create(1)) {
            Tensor logits = engine.tensor(new float[] {0, NAN, INF, -INF}, shape);
            Tensor targets = engine.tensor(new float[] {0, 0, 0, 1}, shape);
            Tensor zeros = engine.zeros(shape);
            LossGradient all = engine.losses().binaryCrossEntropy(logits, targets, row(engine, 1, 1, 1, 1));
            assertThat(all.loss()).isNaN();
            require("gradient", all.gradient(), 0.5f, NAN, 1, -1);
            LossGradient some = engine.losses().binaryCrossEntropy(logits, targets, row(engine, 1, 0, 1, 1));
            assertThat(some.loss()).as("infinity times 0").isNaN();
            require("gradient", some.gradient(), 0.5f, 0, 1, -1);
            Tensor broken = engine.tensor(new float[] {NAN, 0, 0, 0}, shape);
            LossGradient ignored = engine.losses().binaryCrossEntropy(logits, broken, row(engine, 0, 0, 0, 0));
            assertThat(ignored.loss()).isZero();
            require("gradient", ignored.gradient(), 0, 0, 0, 0);
            assertThat(engine.losses().binaryCrossEntropy(zeros, zeros, broken).loss())
                    .isNaN();
        }
    }

    private static Tensor row(Engine engine, float... numbers) {
        return engine.tensor(numbers, Shape.of(numbers.length));
    }

    @Test
    default void aStepWithNanReachesItsParameterAlone() {
        Shape shape = Shape.of(3);
        try (Engine engine = create(1)) {
            Tensor parameter = engine.tensor(new float[] {1, 2, NAN}, shape);
            Tensor velocity = engine.zeros(shape);
            engine.updates().sgdStep(parameter, engine.tensor(new float[] {1, INF, 0}, shape), velocity, 1, 0.5, 0.5);
            require("parameter", parameter, -0.5f, -INF, NAN);
            require("velocity", velocity, 1.5f, INF, NAN);
        }
    }
}
