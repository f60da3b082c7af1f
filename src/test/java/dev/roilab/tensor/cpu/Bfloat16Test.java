package dev.roilab.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.SamplingOperations.OffsetGradients;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The engine in bf16 beside the engine in f32: the same operations, equal up to the rounding of their operands. */
class Bfloat16Test {
    @BeforeAll
    static void requireInstructions() {
        assumeTrue(InstructionSets.have(Precision.BF16), "skipped: no bf16 in this processor");
    }

    /** Half a unit in the last of 8 bits of significand. */
    private static final double HALF_UNIT = 1.0 / 512;

    private static final Shape MAP = Shape.of(2, 32, 9, 11);
    private static final Pooling WINDOW = Pooling.of(3, 2, 1);

    private interface Operation {
        List<Tensor> apply(Engine engine);
    }

    private static Tensor random(Engine engine, long seed, Shape shape) {
        var random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int index = 0; index < values.length; index++) {
            values[index] = (float) random.nextGaussian();
        }
        return engine.tensor(values, shape);
    }

    /** A map as layers hand it on: stored in the engine's own precision. */
    private static Tensor map(Engine engine, long seed) {
        Tensor input = random(engine, seed, MAP);
        Tensor weights = random(engine, seed + 100, Shape.of(32, 32, 1, 1));
        return engine.convolutions().convolution(input, weights, null, Convolution.of(1, 0), Activation.NONE);
    }

    private static void requireClose(int roundings, Operation operation) {
        try (Engine exact = CpuEngine.create(2);
                Engine rounded = CpuEngine.poisoned(2, Precision.BF16)) {
            List<Tensor> expected = operation.apply(exact);
            List<Tensor> actual = operation.apply(rounded);
            assertThat(actual).hasSameSizeAs(expected);
            for (int index = 0; index < expected.size(); index++) {
                assertThat(relativeError(
                                actual.get(index).toFloats(),
                                expected.get(index).toFloats()))
                        .as("relative error of result %d", index)
                        .isLessThan(roundings * HALF_UNIT);
            }
        }
    }

    /** Root of the summed squares of the differences over that of the values. */
    private static double relativeError(float[] actual, float[] expected) {
        double difference = 0;
        double size = 0;
        for (int index = 0; index < expected.length; index++) {
            difference += Math.pow(actual[index] - (double) expected[index], 2);
            size += Math.pow(expected[index], 2);
        }
        return Math.sqrt(difference / size);
    }

    private static Tensor maskOf(OffsetGradients gradients) {
        Tensor mask = gradients.mask();
        if (mask == null) {
            throw new AssertionError("no gradient of the mask");
        }
        return mask;
    }

    private static Tensor biasOf(ParameterGradients gradients) {
        Tensor bias = gradients.bias();
        if (bias == null) {
            throw new AssertionError("asked for a bias gradient, got none");
        }
        return bias;
    }

    @Test
    void convolutionsAndTheirGradients() {
        var how = Convolution.of(2, 1);
        Shape weights = Shape.of(48, 32, 3, 3);
        requireClose(2, engine -> {
            Tensor input = random(engine, 1, MAP);
            Tensor kernel = random(engine, 2, weights);
            Tensor output = engine.convolutions()
                    .convolution(input, kernel, random(engine, 3, Shape.of(48)), how, Activation.RELU);
            Tensor upstream = random(engine, 4, output.shape());
            var gradients = engine.convolutions().convolutionParameterGradients(input, upstream, weights, how, true);
            return List.of(
                    output,
                    engine.convolutions().convolutionInputGradient(upstream, kernel, MAP, how),
                    gradients.weights(),
                    biasOf(gradients));
        });
    }

    /** By Winograd's filtering, on maps stored in 16 bits. */
    @Test
    void wideConvolutionsAndTheirGradients() {
        var how = Convolution.of(1, 1);
        Shape map = Shape.of(1, 128, 60, 56);
        Shape weights = Shape.of(130, 128, 3, 3);
        requireClose(3, engine -> {
            Tensor narrow = random(engine, 1, Shape.of(1, 1, 60, 56));
            Tensor widening = random(engine, 5, Shape.of(128, 1, 1, 1));
            Tensor input =
                    engine.convolutions().convolution(narrow, widening, null, Convolution.of(1, 0), Activation.NONE);
            Tensor kernel = random(engine, 2, weights);
            Tensor output = engine.convolutions()
                    .convolution(input, kernel, random(engine, 3, Shape.of(130)), how, Activation.RELU);
            var gradients = engine.convolutions().convolutionParameterGradients(input, output, weights, how, true);
            return List.of(
                    output,
                    engine.convolutions().convolutionInputGradient(output, kernel, map, how),
                    gradients.weights(),
                    biasOf(gradients));
        });
    }

    @Test
    void linearLayersAndTheirGradients() {
        requireClose(2, engine -> {
            Tensor input = random(engine, 1, Shape.of(24, 200));
            Tensor weights = random(engine, 2, Shape.of(50, 200));
            Tensor output = engine.matrices().linear(input, weights, random(engine, 3, Shape.of(50)), Activation.RELU);
            Tensor upstream = random(engine, 4, output.shape());
            var gradients = engine.matrices().linearParameterGradients(input, upstream, true);
            return List.of(
                    output,
                    engine.matrices().linearInputGradient(upstream, weights),
                    gradients.weights(),
                    biasOf(gradients));
        });
    }

    @Test
    void aStepOfTheWeightsReachesTheirCopies() {
        requireClose(2, engine -> {
            Tensor input = random(engine, 1, Shape.of(4, 64));
            Tensor weights = random(engine, 2, Shape.of(64, 64));
            Tensor kernel = random(engine, 5, Shape.of(32, 32, 3, 3));
            List<Tensor> results = new ArrayList<>();
            for (int step = 0; step < 2; step++) {
                results.add(engine.matrices().linear(input, weights, null, Activation.NONE));
                results.add(engine.convolutions()
                        .convolution(random(engine, 6, MAP), kernel, null, Convolution.of(1, 1), Activation.NONE));
                engine.updates()
                        .sgdStep(weights, random(engine, 3, weights.shape()), engine.zeros(weights.shape()), 1, 0, 0);
                engine.updates()
                        .sgdStep(kernel, random(engine, 4, kernel.shape()), engine.zeros(kernel.shape()), 1, 0, 0);
            }
            return results;
        });
    }

    @Test
    void batchNormalisationAndElementwise() {
        requireClose(4, engine -> {
            Tensor input = map(engine, 1);
            Tensor scale = random(engine, 2, Shape.of(32));
            Tensor shift = random(engine, 3, Shape.of(32));
            Tensor upstream = random(engine, 4, MAP);
            var normalized = engine.normalization().batchNorm(input, scale, shift, 1e-5, Activation.NONE);
            var gradients =
                    engine.normalization().batchNormGradient(input, upstream, scale, normalized, 1e-5, Activation.NONE);
            Tensor variance = Objects.requireNonNull(normalized.variance());
            var cut = engine.normalization().batchNorm(input, scale, shift, 1e-5, Activation.RELU);
            Tensor sum = engine.elementwise().add(input, upstream, Activation.RELU);
            return List.of(
                    normalized.values(),
                    cut.values(),
                    normalized.mean(),
                    variance,
                    gradients.input(),
                    gradients.scale(),
                    gradients.shift(),
                    sum,
                    engine.elementwise().relu(input),
                    engine.elementwise().multiply(input, upstream),
                    engine.elementwise().multiply(input, 3),
                    engine.elementwise().scaleShift(input, scale, shift, Activation.NONE));
        });
    }

    @Test
    void poolingOfMapsAndRegions() {
        requireClose(5, engine -> {
            Tensor input = map(engine, 1);
            Tensor regions = engine.tensor(new float[] {0, 8, 8, 100, 90, 1, 30, 20, 170, 140}, Shape.of(2, 5));
            var grid = new RegionGrid(3, 3, 1.0 / 16);
            var sampling = new BilinearSampling(
                    OptionalInt.of(2), BilinearSampling.Edges.HALF_PIXEL, BilinearSampling.Aggregation.MEAN);
            return List.of(
                    engine.pooling().maxPool(input, WINDOW).values(),
                    engine.pooling().averagePool(input, WINDOW, false),
                    engine.regions().roiPool(input, regions, grid, true).values(),
                    engine.regions().roiSample(input, regions, grid, sampling).values(),
                    engine.shapes()
                            .flatten(engine.pooling().maxPool(input, WINDOW).values()));
        });
    }

    @Test
    void roundsToTheNearestAndTiesToEven() {
        try (Engine engine = CpuEngine.create(1, Precision.BF16)) {
            var memory = ((CpuTensor) engine.zeros(Shape.of(5))).memory();
            float[] values = {1 + 1f / 256, 1 + 3f / 256, 1 + 1.01f / 256, -2.5f, Float.NaN};
            Bfloats.write(values, memory, Precision.BF16, 0);
            assertThat(Bfloats.read(memory, Precision.BF16, 0, 5))
                    .containsExactly(1, 1 + 4f / 256, 1 + 2f / 256, -2.5f, Float.NaN);
        }
    }

    @Test
    void deformableSampling() {
        var how = new DeformableSampling(3, 3, Convolution.of(1, 1), 2);
        requireClose(3, engine -> {
            Tensor input = map(engine, 1);
            Tensor offsets = random(engine, 2, how.offsets(MAP));
            Tensor mask = random(engine, 3, how.mask(MAP));
            Tensor columns = engine.sampling().deformableSample(input, offsets, mask, how);
            var slopes = engine.sampling().deformableOffsetGradients(columns, input, offsets, mask, how);
            Tensor ofInput = engine.sampling().deformableInputGradient(columns, offsets, mask, MAP, how);
            return List.of(columns, ofInput, slopes.offsets(), maskOf(slopes));
        });
    }

    @Test
    void unpoolingMovesNumbersAsTheyAre() {
        try (Engine engine = CpuEngine.create(2, Precision.BF16)) {
            Tensor input = map(engine, 1);
            var pooled = engine.pooling().maxPool(input, WINDOW);
            Tensor switches = Objects.requireNonNull(pooled.switches());
            float[] original = input.toFloats();
            float[] unpooled = engine.pooling()
                    .maxUnpool(pooled.values(), switches, MAP, WINDOW)
                    .toFloats();
            int filled = 0;
            for (int index = 0; index < unpooled.length; index++) {
                assertThat(unpooled[index]).isIn(0f, original[index]);
                filled += unpooled[index] == 0 ? 0 : 1;
            }
            Tensor maxima = engine.pooling().maxUnpoolGradient(input, switches, WINDOW);
            int handed = 0;
            for (float number : maxima.toFloats()) {
                handed += number == 0 ? 0 : 1;
            }
            assertThat(filled).isPositive().isEqualTo(handed);
        }
    }

    @Test
    void aFlattenedMapOutlivesTheMap() {
        try (Engine engine = CpuEngine.create(1)) {
            Tensor input = random(engine, 1, MAP);
            float[] values = engine.shapes()
                    .unflatten(engine.shapes().flatten(input), MAP)
                    .toFloats();
            Tensor flat = engine.shapes().flatten(input);
            input.release();
            Tensor other = engine.zeros(MAP);
            assertThat(engine.shapes().unflatten(flat, MAP).toFloats()).containsExactly(values);
            flat.release();
            other.release();
        }
    }
}
