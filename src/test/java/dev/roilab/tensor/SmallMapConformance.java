package dev.roilab.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Convolutions of maps down to a single cell, many of whose taps meet padding alone. All numbers are small and whole:
 * sums are exact in 32 bits, and a map stored in 16 bits is rounded once.
 */
public interface SmallMapConformance extends EngineSubject {
    /** A kernel of {@code kernel * kernel} cells, padded by half of it. */
    record Case(int channels, int filters, int kernel, int stride, int dilation, int groups) {
        Convolution how() {
            int padding = dilation * (kernel - 1) / 2;
            return new Convolution(stride, stride, Padding.of(padding), dilation, dilation, groups);
        }

        Shape weights() {
            return Shape.of(filters, channels / groups, kernel, kernel);
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int kernel = 1; kernel <= 7; kernel += 2) {
            for (int stride = 1; stride <= 3; stride++) {
                cases.add(new Case(3, 8, kernel, stride, 1, 1));
                cases.add(new Case(8, 5, kernel, stride, 1, 1));
                cases.add(new Case(64, 16, kernel, stride, 1, 1));
            }
        }
        cases.add(new Case(16, 32, 3, 1, 2, 1));
        cases.add(new Case(16, 16, 3, 2, 1, 16));
        cases.add(new Case(6, 4, 3, 2, 1, 2));
        return cases.stream();
    }

    /** Height and width. */
    static List<int[]> sizes() {
        return List.of(
                new int[] {1, 1},
                new int[] {1, 2},
                new int[] {2, 1},
                new int[] {5, 1},
                new int[] {1, 3},
                new int[] {3, 3},
                new int[] {2, 4});
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.tensor.SmallMapConformance#cases")
    default void convolutionsOfSmallMapsEqualTheirTwins(Case it) {
        try (Engine engine = create(2)) {
            for (int[] size : sizes()) {
                try (Scope _ = engine.openScope()) {
                    check(engine, it, Shape.of(2, it.channels(), size[0], size[1]), lostToTransforms());
                }
            }
        }
    }

    /**
     * How far a sum of whole numbers may be from a whole number: not at all, unless the engine has algorithms that
     * transform maps and kernels and back.
     */
    default double lostToTransforms() {
        return 0;
    }

    private static void check(Engine engine, Case it, Shape map, double lost) {
        Shape output = it.how().outputShape(map, it.weights());
        float[] x = NonFiniteNumbers.whole(1, map);
        float[] w = NonFiniteNumbers.whole(2, it.weights());
        float[] slopes = NonFiniteNumbers.whole(3, output);
        var twin = new Sums(map, it, output);
        twin.add(x, w, slopes);
        Tensor input = engine.tensor(x, map);
        Tensor weights = engine.tensor(w, it.weights());
        Tensor upstream = engine.tensor(slopes, output);
        // Maps of 16 bits have 8 of significand.
        double unit = engine.precision() == Precision.BF16 ? 1.0 / 256 : 0;
        require(
                map + " output",
                engine.convolutions().convolution(input, weights, null, it.how(), Activation.NONE),
                twin.output,
                unit,
                lost);
        require(
                map + " input's gradient",
                engine.convolutions().convolutionInputGradient(upstream, weights, map, it.how()),
                twin.ofInput,
                unit,
                lost);
        var gradients =
                engine.convolutions().convolutionParameterGradients(input, upstream, it.weights(), it.how(), true);
        require(map + " weights' gradient", gradients.weights(), twin.ofWeights, 0, lost);
        require(map + " bias' gradient", Objects.requireNonNull(gradients.bias()), twin.ofBias, 0, lost);
    }

    private static void require(String what, Tensor found, double[] expected, double unit, double lost) {
        float[] values = found.toFloats();
        assertThat(values).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i] - expected[i]) <= unit * Math.abs(expected[i]) + lost)) {
                throw new AssertionError(
                        "%s: element %d is %s, expected %s".formatted(what, i, values[i], expected[i]));
            }
        }
    }

    /** A convolution and its gradients, product by product. */
    final class Sums {
        private final Shape map;
        private final Case it;
        private final Shape out;
        private final double[] output;
        private final double[] ofInput;
        private final double[] ofWeights;
        private final double[] ofBias;

        private Sums(Shape map, Case it, Shape out) {
            this.map = map;
            this.it = it;
            this.out = out;
            output = new double[(int) out.elements()];
            ofInput = new double[(int) map.elements()];
            ofWeights = new double[(int) it.weights().elements()];
            ofBias = new double[it.filters()];
        }

        private void add(float[] x, float[] w, float[] slopes) {
            for (int place = 0; place < output.length; place++) {
                ofBias[place / (out.size(2) * out.size(3)) % it.filters()] += slopes[place];
                for (int tap = 0; tap < it.weights().size(1) * it.kernel() * it.kernel(); tap++) {
                    addProduct(place, tap, x, w, slopes);
                }
            }
        }

        private void addProduct(int place, int tap, float[] x, float[] w, float[] slopes) {
            int filter = place / (out.size(2) * out.size(3)) % it.filters();
            int image = place / (out.size(2) * out.size(3)) / it.filters();
            int row = place / out.size(3) % out.size(2);
            int padding = it.how().padding().top();
            int y = row * it.stride() - padding + tap / it.kernel() % it.kernel() * it.dilation();
            int across = place % out.size(3) * it.stride() - padding + tap % it.kernel() * it.dilation();
            if (y < 0 || y >= map.size(2) || across < 0 || across >= map.size(3)) {
                return;
            }
            int perGroup = it.weights().size(1);
            int channel = filter / (it.filters() / it.groups()) * perGroup + tap / it.kernel() / it.kernel();
            int cell = Twins.index(map, image, channel, y, across);
            int weight = filter * perGroup * it.kernel() * it.kernel() + tap;
            output[place] += (double) x[cell] * w[weight];
            ofInput[cell] += (double) slopes[place] * w[weight];
            ofWeights[weight] += (double) slopes[place] * x[cell];
        }
    }
}
