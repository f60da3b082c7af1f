package dev.roilab.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.cpu.ConvolutionKey.Pass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WinogradConvolutionsTest {
    /** A convolution and numbers for it, in logical order. */
    record Case(String name, Shape input, Shape weights, Padding padding) {
        Convolution how() {
            return new Convolution(1, 1, padding, 1, 1, 1);
        }

        Shape output() {
            return how().outputShape(input, weights);
        }

        float[] x() {
            return random(1, input);
        }

        float[] w() {
            return random(2, weights);
        }

        float[] upstream() {
            return random(3, output());
        }

        float[] b() {
            return random(4, Shape.of(weights.size(0)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Those with 40 channels are each thread's own, those with 170 have weights of 4.2 MB of points: shared. */
    static List<Case> cases() {
        return List.of(
                new Case("whole tiles", Shape.of(1, 40, 48, 40), Shape.of(40, 40, 3, 3), Padding.of(1)),
                new Case("rests on both axes", Shape.of(3, 40, 29, 42), Shape.of(44, 40, 3, 3), Padding.of(1)),
                new Case("no padding", Shape.of(2, 33, 35, 38), Shape.of(47, 33, 3, 3), Padding.of(0)),
                new Case("full padding", Shape.of(1, 47, 46, 45), Shape.of(33, 47, 3, 3), Padding.of(2)),
                new Case("sides that differ", Shape.of(2, 40, 33, 31), Shape.of(40, 40, 3, 3), new Padding(0, 1, 2, 0)),
                new Case("several strips a row", Shape.of(1, 40, 9, 470), Shape.of(36, 40, 3, 3), Padding.of(1)),
                new Case("many narrow maps", Shape.of(40, 40, 7, 7), Shape.of(40, 40, 3, 3), Padding.of(1)),
                new Case("large weights", Shape.of(1, 170, 17, 22), Shape.of(190, 170, 3, 3), Padding.of(1)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void allPassesEqualTheirTwins(Case it) {
        assertThat(isHere(it.input(), it.weights(), it.how())).isTrue();
        Map<String, double[]> expected = new Twin(it).results();
        results(2, it).forEach((what, found) -> requireClose(what, found, expected.getOrDefault(what, new double[0])));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theNumberOfThreadsDoesNotChangeABit(Case it) {
        Map<String, float[]> one = results(1, it);
        for (int threads = 2; threads <= 3; threads++) {
            results(threads, it)
                    .forEach((what, found) -> assertThat(found).as(what).isEqualTo(one.get(what)));
        }
    }

    /** What the engine says. */
    private static Map<String, float[]> results(int threads, Case it) {
        Map<String, float[]> results = new LinkedHashMap<>();
        try (Engine engine = CpuEngine.create(threads)) {
            Tensor input = engine.tensor(it.x(), it.input());
            Tensor weights = engine.tensor(it.w(), it.weights());
            Tensor bias = engine.tensor(it.b(), Shape.of(it.b().length));
            Tensor upstream = engine.tensor(it.upstream(), it.output());
            results.put("plain", forward(engine, it, input, weights));
            Tensor rectified = engine.convolutions().convolution(input, weights, bias, it.how(), Activation.RELU);
            results.put("rectified", rectified.toFloats());
            results.put("input's gradient", inputGradient(engine, it, upstream, weights));
            var gradients =
                    engine.convolutions().convolutionParameterGradients(input, upstream, it.weights(), it.how(), true);
            results.put("weights' gradient", gradients.weights().toFloats());
            results.put(
                    "bias' gradient", Objects.requireNonNull(gradients.bias()).toFloats());
        }
        return results;
    }

    /** The kernels' points are kept, one kind of them at a time, until the weights change. */
    @Test
    void keptPointsAreThoseOfTheWeightsAndTheDirection() {
        Case it = cases().getFirst();
        try (Engine engine = CpuEngine.create(2)) {
            Tensor input = engine.tensor(it.x(), it.input());
            Tensor weights = engine.tensor(it.w(), it.weights());
            Tensor other = engine.tensor(random(9, it.weights()), it.weights());
            float[] forward = forward(engine, it, input, weights);
            float[] gradient = inputGradient(engine, it, input, weights);
            assertThat(forward(engine, it, input, weights)).isEqualTo(forward);
            assertThat(inputGradient(engine, it, input, weights)).isEqualTo(gradient);
            engine.copy(other, weights);
            assertThat(inputGradient(engine, it, input, weights)).isEqualTo(inputGradient(engine, it, input, other));
            assertThat(forward(engine, it, input, weights)).isEqualTo(forward(engine, it, input, other));
        }
    }

    private static float[] forward(Engine engine, Case it, Tensor input, Tensor weights) {
        return engine.convolutions()
                .convolution(input, weights, null, it.how(), Activation.NONE)
                .toFloats();
    }

    private static float[] inputGradient(Engine engine, Case it, Tensor upstream, Tensor weights) {
        return engine.convolutions()
                .convolutionInputGradient(upstream, weights, it.input(), it.how())
                .toFloats();
    }

    @Test
    void onlyDenseConvolutionsOfThreeByThreeWithWorkToSaveAreHere() {
        Shape input = Shape.of(1, 64, 40, 40);
        Shape weights = Shape.of(64, 64, 3, 3);
        assertThat(isHere(input, weights, Convolution.of(1, 1))).isTrue();
        assertThat(isHere(input, weights, Convolution.of(2, 1))).as("strided").isFalse();
        assertThat(isHere(input, Shape.of(64, 64, 1, 1), Convolution.of(1, 0)))
                .as("another kernel")
                .isFalse();
        assertThat(isHere(input, weights, new Convolution(1, 1, Padding.of(2), 2, 2, 1)))
                .as("dilated")
                .isFalse();
        assertThat(isHere(input, Shape.of(64, 32, 3, 3), new Convolution(1, 1, Padding.of(1), 1, 1, 2)))
                .as("in groups")
                .isFalse();
        assertThat(isHere(input, weights, Convolution.of(1, 3)))
                .as("padding wider than the kernel")
                .isFalse();
        assertThat(isHere(Shape.of(1, 64, 24, 24), weights, Convolution.of(1, 1)))
                .as("few tiles")
                .isFalse();
        assertThat(isHere(Shape.of(1, 16, 99, 99), Shape.of(16, 16, 3, 3), Convolution.of(1, 1)))
                .as("few channels")
                .isFalse();
        assertThat(isHere(input, weights, Convolution.of(1, 1), Precision.BF16))
                .as("64 channels in bf16")
                .isFalse();
        assertThat(isHere(Shape.of(1, 128, 60, 56), Shape.of(128, 128, 3, 3), Convolution.of(1, 1), Precision.BF16))
                .as("128 channels in bf16")
                .isTrue();
    }

    private static boolean isHere(Shape input, Shape weights, Convolution how) {
        return isHere(input, weights, how, Precision.F32);
    }

    private static boolean isHere(Shape input, Shape weights, Convolution how, Precision precision) {
        return WinogradChoice.suits(
                new ConvolutionKey(Pass.FORWARD, input, weights, how, false, Activation.NONE, precision));
    }

    /** The convolution and its gradients from their definition, product by product, in double precision. */
    private static final class Twin {
        private final Case it;
        private final double[] output;
        private final double[] inputGradient;
        private final double[] weightsGradient;
        private final double[] biasGradient;

        Twin(Case it) {
            this.it = it;
            output = new double[(int) it.output().elements()];
            inputGradient = new double[(int) it.input().elements()];
            weightsGradient = new double[(int) it.weights().elements()];
            biasGradient = new double[it.weights().size(0)];
            float[] x = it.x();
            float[] w = it.w();
            float[] upstream = it.upstream();
            for (int index = 0; index < output.length; index++) {
                addCell(index, x, w, upstream[index]);
            }
        }

        private void addCell(int index, float[] x, float[] w, double upstream) {
            int column = index % it.output().size(3);
            int row = index / it.output().size(3) % it.output().size(2);
            int plane = index / it.output().size(3) / it.output().size(2);
            int image = plane / it.output().size(1);
            int o = plane % it.output().size(1);
            biasGradient[o] += upstream;
            for (int tap = 0; tap < 9 * it.input().size(1); tap++) {
                int channel = tap / 9;
                int y = row - it.padding().top() + tap % 9 / 3;
                int at = column - it.padding().left() + tap % 3;
                if (y < 0
                        || at < 0
                        || y >= it.input().size(2)
                        || at >= it.input().size(3)) {
                    continue;
                }
                int in = ((image * it.input().size(1) + channel) * it.input().size(2) + y)
                                * it.input().size(3)
                        + at;
                int weight = o * 9 * it.input().size(1) + tap;
                output[index] += (double) x[in] * w[weight];
                inputGradient[in] += upstream * w[weight];
                weightsGradient[weight] += upstream * x[in];
            }
        }

        Map<String, double[]> results() {
            return Map.of(
                    "plain", output,
                    "rectified", rectified(),
                    "input's gradient", inputGradient,
                    "weights' gradient", weightsGradient,
                    "bias' gradient", biasGradient);
        }

        private double[] rectified() {
            float[] bias = it.b();
            int cells = it.output().size(2) * it.output().size(3);
            double[] result = output.clone();
            for (int index = 0; index < result.length; index++) {
                result[index] = Math.max(0, result[index] + bias[index / cells % bias.length]);
            }
            return result;
        }
    }

    /** The direct sum of so many products of 32 bits would be off by a tenth of it. */
    private static void requireClose(String what, float[] found, double[] expected) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        double squares = 0;
        for (double value : expected) {
            squares += value * value;
        }
        double allowed = 3e-5 * Math.sqrt(squares / expected.length);
        for (int i = 0; i < found.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) <= allowed)) {
                throw new AssertionError(
                        what + ": element " + i + " is " + found[i] + ", expected " + expected[i] + " +- " + allowed);
            }
        }
    }

    private static float[] random(long seed, Shape shape) {
        var random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
