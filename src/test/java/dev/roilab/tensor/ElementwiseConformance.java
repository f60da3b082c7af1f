package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.roilab.tensor.NormalizationOperations.NormGradients;
import dev.roilab.tensor.NormalizationOperations.Normalized;
import dev.roilab.tensor.NormalizationOperations.RunningAverages;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

interface ElementwiseConformance extends EngineSubject {
    /** More than a block of 2048 and no multiple of a vector. */
    Shape MAP = Shape.of(2, 19, 11, 13);

    Shape CHANNELS = Shape.of(19);

    @Test
    default void concatenationPutsColumnsAndChannelsSideBySide() {
        try (Engine engine = create(2)) {
            Tensor left = engine.tensor(new float[] {1, 2, 3, 4}, Shape.of(2, 2));
            Tensor right = engine.tensor(new float[] {5, 6}, Shape.of(2, 1));
            Tensor joined = engine.shapes().concatenate(List.of(left, right, left));
            assertThat(joined.shape()).isEqualTo(Shape.of(2, 5));
            assertThat(joined.toFloats()).containsExactly(1, 2, 5, 1, 2, 3, 4, 6, 3, 4);
            assertThat(engine.shapes().part(joined, 2, 2).toFloats()).containsExactly(5, 1, 6, 3);
            assertThatThrownBy(() -> engine.shapes().part(joined, 4, 2)).hasMessage("no 2 columns from 4 in [2, 5]");
            Tensor map = random(engine, 1, 2, 3, 4, 5);
            Tensor other = random(engine, 2, 2, 1, 4, 5);
            Tensor maps = engine.shapes().concatenate(List.of(map, other));
            assertThat(maps.shape()).isEqualTo(Shape.of(2, 4, 4, 5));
            assertThat(engine.shapes().part(maps, 0, 3).toFloats()).containsExactly(map.toFloats());
            assertThat(engine.shapes().part(maps, 3, 1).toFloats()).containsExactly(other.toFloats());
            assertThatThrownBy(() -> engine.shapes().concatenate(List.of(map, left)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[2, 3, 4, 5] and [2, 2]");
        }
    }

    /** Of several blocks; also of numbers whose squares no float holds. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "70001, 1", "70001, 1e25", "70001, 1e-25", "3, NaN"})
    default void squaresAreSummedInDoublePrecision(int count, float factor) {
        float[] values = Twins.random(3, Shape.of(count));
        double expected = 0;
        for (int i = 0; i < count; i++) {
            values[i] *= factor;
            expected += (double) values[i] * values[i];
        }
        for (int threads : new int[] {1, 2}) {
            try (Engine engine = create(threads)) {
                double found = engine.elementwise().sumOfSquares(engine.tensor(values.clone(), Shape.of(count)));
                if (Float.isNaN(factor)) {
                    assertThat(found).isNaN();
                } else {
                    assertThat(found).isCloseTo(expected, offset(1e-12 * expected));
                }
            }
        }
    }

    @Test
    default void elementwiseOperationsEqualTheirTwins() {
        float[] a = Twins.random(1, MAP);
        float[] b = Twins.random(2, MAP);
        try (Engine engine = create(2)) {
            Tensor left = engine.tensor(a, MAP);
            Tensor right = engine.tensor(b, MAP);
            require("add", engine.elementwise().add(left, right, Activation.NONE), i -> a[i] + b[i]);
            require("add, ReLU", engine.elementwise().add(left, right, Activation.RELU), i -> Math.max(0, a[i] + b[i]));
            require("multiply", engine.elementwise().multiply(left, right), i -> a[i] * b[i]);
            require("factor", engine.elementwise().multiply(left, -0.25), i -> -0.25 * a[i]);
            require("ReLU", engine.elementwise().relu(left), i -> Math.max(0, a[i]));
            require(
                    "ReLU gradient",
                    engine.elementwise()
                            .reluGradient(right, engine.elementwise().relu(left)),
                    i -> a[i] > 0 ? b[i] : 0);
            engine.elementwise().accumulate(left, right);
            require("accumulate", left, i -> a[i] + b[i]);
        }
    }

    private static void require(String what, Tensor found, IntToDoubleFunction expected) {
        float[] values = found.toFloats();
        requireClose(
                what,
                values,
                IntStream.range(0, values.length).mapToDouble(expected).toArray(),
                1e-6);
    }

    @Test
    default void scaleAndShiftWorkByChannel() {
        float[] x = Twins.random(1, MAP);
        float[] scale = Twins.random(2, CHANNELS);
        float[] shift = Twins.random(3, CHANNELS);
        try (Engine engine = create(2)) {
            Tensor input = engine.tensor(x, MAP);
            Tensor scales = engine.tensor(scale, CHANNELS);
            Tensor shifts = engine.tensor(shift, CHANNELS);
            require(
                    "scale",
                    engine.elementwise().scaleShift(input, scales, null, Activation.NONE),
                    i -> x[i] * scale[channel(i)]);
            require(
                    "scale, shift, ReLU",
                    engine.elementwise().scaleShift(input, scales, shifts, Activation.RELU),
                    i -> Math.max(0, x[i] * scale[channel(i)] + shift[channel(i)]));
        }
    }

    /** Of the default map, of one in 16 bits where layers have them, of single cells and of none. */
    @Test
    default void channelSumsAddImagesAndCells() {
        try (Engine engine = create(2)) {
            for (Shape shape : List.of(MAP, Shape.of(3, 5, 1, 1), Shape.of(1, 1, 200, 300), Shape.of(0, 2, 3, 3))) {
                float[] x = NonFiniteNumbers.whole(1, shape);
                double[] sums = new double[shape.size(1)];
                for (int i = 0; i < x.length; i++) {
                    sums[i / (shape.size(2) * shape.size(3)) % sums.length] += x[i];
                }
                Tensor map = engine.tensor(x, shape);
                requireClose("sums", engine.elementwise().channelSums(map).toFloats(), sums, 0);
                if (x.length > 0) {
                    Tensor stored = NonFiniteNumbers.stored(engine, x, shape);
                    requireClose(
                            "stored", engine.elementwise().channelSums(stored).toFloats(), sums, 0);
                }
            }
            Tensor spoiled = engine.tensor(new float[] {Float.NaN, 1, 2, 3}, Shape.of(1, 2, 1, 2));
            NonFiniteNumbers.require("sums", engine.elementwise().channelSums(spoiled), Float.NaN, 5);
            assertThatThrownBy(() -> engine.elementwise().channelSums(engine.zeros(Shape.of(2, 3))))
                    .hasMessage("shape of the map to sum: expected 4 axes, got [2, 3]");
        }
    }

    private static int channel(int index) {
        return index / (MAP.size(2) * MAP.size(3)) % MAP.size(1);
    }

    @ParameterizedTest
    @CsvSource({"5, NONE", "5, RELU", "5, LEAKY_RELU", "32, NONE", "32, RELU", "32, LEAKY_RELU"})
    default void batchNormAndItsGradientsEqualTheirTwins(int count, Activation activation) {
        Shape shape = Shape.of(2, count, 3, 4);
        Shape channels = Shape.of(count);
        double epsilon = 1e-3;
        double[] x = doubles(Twins.random(1, shape));
        double[] scale = doubles(Twins.random(2, channels));
        double[] shift = doubles(Twins.random(3, channels));
        float[] upstream = Twins.random(4, shape);
        try (Engine engine = create(2)) {
            Tensor input = random(engine, 1, 2, count, 3, 4);
            Tensor scales = random(engine, 2, count);
            Normalized found =
                    engine.normalization().batchNorm(input, scales, random(engine, 3, count), epsilon, activation);
            requireClose(
                    "values", found.values().toFloats(), normalized(x, shape, scale, shift, epsilon, activation), 1e-5);
            NormGradients gradients = engine.normalization()
                    .batchNormGradient(input, engine.tensor(upstream, shape), scales, found, epsilon, activation);
            requireClose(
                    "input",
                    gradients.input().toFloats(),
                    Twins.slope(v -> normalized(v, shape, scale, shift, epsilon, activation), x, upstream),
                    1e-5);
            requireClose(
                    "scale",
                    gradients.scale().toFloats(),
                    Twins.slope(v -> normalized(x, shape, v, shift, epsilon, activation), scale, upstream),
                    1e-5);
            requireClose(
                    "shift",
                    gradients.shift().toFloats(),
                    Twins.slope(v -> normalized(x, shape, scale, v, epsilon, activation), shift, upstream),
                    1e-5);
        }
    }

    /** Of 24 numbers a channel, so that the unbiased variance is 24/23 of the biased one. */
    @Test
    default void batchNormMovesRunningAveragesATenthOfTheWay() {
        Shape shape = Shape.of(2, 5, 3, 4);
        double[] x = doubles(Twins.random(1, shape));
        float[] means = Twins.random(5, Shape.of(5));
        float[] variances = {1, 2, 3, 4, 5};
        try (Engine engine = create(2)) {
            Tensor input = random(engine, 1, 2, 5, 3, 4);
            Tensor scales = random(engine, 2, 5);
            Tensor shifts = random(engine, 3, 5);
            var averages =
                    new RunningAverages(engine.tensor(means, Shape.of(5)), engine.tensor(variances, Shape.of(5)), 0.1);
            Normalized found = engine.normalization().batchNorm(input, scales, shifts, averages, 1e-3, Activation.RELU);
            Normalized plain = engine.normalization().batchNorm(input, scales, shifts, 1e-3, Activation.RELU);
            assertThat(found.values().toFloats()).containsExactly(plain.values().toFloats());
            require("mean", averages.mean(), i -> 0.9 * means[i] + 0.1 * mean(x, shape, i));
            require("variance", averages.variance(), i -> 0.9 * variances[i] + 0.1 * variance(x, shape, i) * 24 / 23);
            Tensor upstream = random(engine, 4, 2, 5, 3, 4);
            NormGradients gradients =
                    engine.normalization().batchNormGradient(input, upstream, scales, found, 1e-3, Activation.RELU);
            NormGradients same =
                    engine.normalization().batchNormGradient(input, upstream, scales, plain, 1e-3, Activation.RELU);
            assertThat(gradients.input().toFloats())
                    .containsExactly(same.input().toFloats());
        }
    }

    private static double mean(double[] x, Shape shape, int channel) {
        int count = shape.size(0) * shape.size(2) * shape.size(3);
        return IntStream.range(0, count)
                .mapToDouble(k -> x[Twins.channelIndex(shape, channel, k)])
                .average()
                .orElseThrow();
    }

    /** A deviation that is small beside its mean: PyTorch loses 7e-4 here, sums in 32 bits ten times as much. */
    @ParameterizedTest
    @EnumSource
    default void batchNormOfALargeMeanIsAsExactAsItsMean(Activation activation) {
        Shape shape = Shape.of(2, 17, 41, 43);
        Shape channels = Shape.of(17);
        double[] x = doubles(Twins.random(1, shape));
        float[] values = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            // Uniform in 1000 +- 1.04: a deviation of 0.6.
            values[i] = (float) (1000 + 1.04 * x[i]);
            x[i] = values[i];
        }
        double[] scale = doubles(Twins.random(2, channels));
        double[] shift = doubles(Twins.random(3, channels));
        try (Engine engine = create(2)) {
            Tensor scales = random(engine, 2, 17);
            Tensor input = engine.tensor(values, shape);
            Normalized found = engine.normalization().batchNorm(input, scales, random(engine, 3, 17), 1e-5, activation);
            requireClose(
                    "values", found.values().toFloats(), normalized(x, shape, scale, shift, 1e-5, activation), 1.5e-3);
            double[] variances = IntStream.range(0, 17)
                    .mapToDouble(channel -> variance(x, shape, channel))
                    .toArray();
            requireClose("variance", Objects.requireNonNull(found.variance()).toFloats(), variances, 1e-5);
        }
    }

    private static double variance(double[] x, Shape shape, int channel) {
        int count = shape.size(0) * shape.size(2) * shape.size(3);
        double[] one = IntStream.range(0, count)
                .mapToDouble(k -> x[Twins.channelIndex(shape, channel, k)])
                .toArray();
        double mean = Arrays.stream(one).average().orElseThrow();
        return Arrays.stream(one)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
    }

    private static double[] normalized(
            double[] x, Shape shape, double[] scale, double[] shift, double epsilon, Activation activation) {
        double[] values = Twins.batchNorm(x, shape, scale, shift, epsilon);
        double slope = switch (activation) {
            case NONE -> 1;
            case RELU -> 0;
            case LEAKY_RELU -> 0.1;
        };
        return Arrays.stream(values)
                .map(value -> value > 0 ? value : slope * value)
                .toArray();
    }

    @Test
    default void flattenPutsChannelsInnermostAndUnflattenUndoesIt() {
        Shape shape = Shape.of(2, 3, 2, 2);
        float[] x = Twins.random(1, shape);
        try (Engine engine = create(1)) {
            Tensor flat = engine.shapes().flatten(engine.tensor(x, shape));
            assertThat(flat.shape()).isEqualTo(Shape.of(2, 12));
            float[] values = flat.toFloats();
            for (int cell = 0; cell < 4; cell++) {
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(values[12 + cell * 3 + channel]).isEqualTo(x[12 + channel * 4 + cell]);
                }
            }
            Tensor restored = engine.shapes().unflatten(flat, shape);
            assertThat(restored.toFloats()).isEqualTo(x);
            engine.elementwise().accumulate(restored, restored);
            assertThat(flat.toFloats()).as("no shared memory").isEqualTo(values);
        }
    }

    @Test
    default void emptyMapsPassThrough() {
        try (Engine engine = create(1)) {
            Tensor none = engine.zeros(Shape.of(0, 3, 7, 7));
            Tensor scales = engine.zeros(Shape.of(3));
            assertThat(engine.elementwise().relu(none).toFloats()).isEmpty();
            assertThat(engine.elementwise().add(none, none, Activation.RELU).toFloats())
                    .isEmpty();
            assertThat(engine.elementwise()
                            .scaleShift(none, scales, null, Activation.NONE)
                            .toFloats())
                    .isEmpty();
            assertThat(engine.pooling()
                            .averagePool(none, Pooling.of(7, 1, 0), false)
                            .shape())
                    .isEqualTo(Shape.of(0, 3, 1, 1));
            assertThat(engine.pooling()
                            .maxPool(none, Pooling.of(7, 1, 0))
                            .values()
                            .shape())
                    .isEqualTo(Shape.of(0, 3, 1, 1));
            assertThat(engine.shapes().flatten(none).shape()).isEqualTo(Shape.of(0, 147));
        }
    }

    @Test
    default void elementwiseOperationsNameTheShapesThatDisagree() {
        try (Engine engine = create(1)) {
            Tensor a = engine.zeros(Shape.of(2, 3));
            Tensor b = engine.zeros(Shape.of(3, 2));
            assertThatThrownBy(() -> engine.elementwise().add(a, b, Activation.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[2, 3]")
                    .hasMessageContaining("[3, 2]");
            assertThatThrownBy(() -> engine.copy(a, b)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> engine.tensor(new float[5], Shape.of(2, 3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("5")
                    .hasMessageContaining("[2, 3]");
        }
    }
}
