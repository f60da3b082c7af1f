package dev.roilab.roi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.BilinearSampling.Edges;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.TestEngine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The region operators against slow twins, central differences and a second thread count. */
class RegionOperatorTest {
    private static final int CELLS = 3;
    private static final double SCALE = 0.25;
    private static final RegionGrid GRID = new RegionGrid(CELLS, CELLS, SCALE);
    private static final Shape MAP = Shape.of(2, 37, 6, 9);

    static Stream<RegionOperator> operators() {
        var sampled = Stream.of(Edges.values())
                .flatMap(edges -> Stream.of(Aggregation.values())
                        .flatMap(aggregation -> Stream.of(OptionalInt.of(2), OptionalInt.empty())
                                .map(samples -> new RoiSampleOperator(
                                        GRID, new BilinearSampling(samples, edges, aggregation)))));
        return Stream.concat(
                Stream.of(new RoiPoolOperator(GRID), new SppOperator(List.of(1, 2, 3, 6), SCALE)), sampled);
    }

    /** Cells per side of each level. */
    private static List<Integer> levels(RegionOperator operator) {
        return operator instanceof SppOperator spp ? spp.levels() : List.of(CELLS);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void equalsTheTwin(RegionOperator operator) {
        float[] features = random(MAP, 1);
        float[] regions = regions();
        float[] actual = forward(operator, features, regions, 2);
        var twin = new RegionTwin(features, MAP.size(1), MAP.size(2), MAP.size(3));
        int next = 0;
        for (int r = 0; r < regions.length / 5; r++) {
            float[] region = Arrays.copyOfRange(regions, 5 * r, 5 * r + 5);
            for (int c = 0; c < MAP.size(1); c++) {
                for (int cells : levels(operator)) {
                    for (int bin = 0; bin < cells * cells; bin++) {
                        double expected = switch (operator) {
                            case RoiSampleOperator sample ->
                                twin.sample(region, c, bin / cells, bin % cells, cells, SCALE, sample.sampling());
                            default -> twin.roiPool(region, c, bin / cells, bin % cells, cells, SCALE);
                        };
                        assertThat((double) actual[next++])
                                .as("%s: region %d, channel %d, %d bins, bin %d", operator, r, c, cells, bin)
                                .isCloseTo(expected, within(1e-5));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void gradientEqualsCentralDifferences(RegionOperator operator) {
        float[] features = random(MAP, 2);
        float[] regions = regions();
        float[] gradient = gradient(operator, features, regions, 2);
        float step = 1e-2f;
        for (int i = 0; i < features.length; i += 97) {
            float original = features[i];
            features[i] = original + step;
            double above = weighted(forward(operator, features, regions, 2));
            features[i] = original - step;
            double below = weighted(forward(operator, features, regions, 2));
            features[i] = original;
            assertThat((double) gradient[i])
                    .as("%s: feature %d", operator, i)
                    .isCloseTo((above - below) / (2 * step), within(2e-3));
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void oneThreadGivesTheBitsOfThree(RegionOperator operator) {
        float[] features = random(MAP, 3);
        float[] regions = regions();
        assertThat(forward(operator, features, regions, 1)).containsExactly(forward(operator, features, regions, 3));
        assertThat(gradient(operator, features, regions, 1)).containsExactly(gradient(operator, features, regions, 3));
    }

    /** A ramp is its own interpolation: each cell's mean is the ramp at the cell's centre. */
    @Test
    void roiAlignOfARampIsExact() {
        Shape shape = Shape.of(1, 1, 5, 5);
        float[] ramp = new float[25];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i;
        }
        var operator = new RoiSampleOperator(
                new RegionGrid(2, 2, 1), new BilinearSampling(OptionalInt.of(2), Edges.HALF_PIXEL, Aggregation.MEAN));
        try (Engine engine = TestEngine.create(1)) {
            Tape tape = Tape.inference(engine);
            Tensor regions = engine.tensor(new float[] {0, 1, 1, 3, 3}, Shape.of(1, 5));
            Variable output = operator.forward(tape, tape.constant(engine.tensor(ramp, shape)), regions);
            // The region covers the cells  6  7   whose centres lie at their own values.
            //                             11 12
            assertThat(output.value().toFloats()).containsExactly(6, 7, 11, 12);
        }
    }

    private static float[] regions() {
        return new float[] {
            0, 0, 0, 35, 23, //
            1, 3.3f, 2.7f, 17.9f, 20.1f, //
            1, 8, 8, 8, 8, //
            0, -12, -9, 14, 11, //
            0, 20, 10, 60, 44, //
            1, 90, 90, 120, 130, //
            0, 5, 5, 7, 6
        };
    }

    private static float[] random(Shape shape, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return values;
    }

    private static float[] forward(RegionOperator operator, float[] features, float[] regions, int threads) {
        try (Engine engine = TestEngine.create(threads)) {
            Tape tape = Tape.inference(engine);
            Variable map = tape.constant(engine.tensor(features, MAP));
            return operator.forward(tape, map, engine.tensor(regions, Shape.of(regions.length / 5, 5)))
                    .value()
                    .toFloats();
        }
    }

    /** Of the sum that {@link #weighted} takes. */
    private static float[] gradient(RegionOperator operator, float[] features, float[] regions, int threads) {
        try (Engine engine = TestEngine.create(threads)) {
            Tape tape = Tape.recording(engine);
            var parameter = new Parameter("features", engine.tensor(features, MAP), 1, 1);
            Variable output = operator.forward(
                    tape, tape.variable(parameter), engine.tensor(regions, Shape.of(regions.length / 5, 5)));
            float[] weights = new float[(int) output.shape().elements()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = weight(i);
            }
            var seeds = new LinkedHashMap<Variable, Tensor>();
            seeds.put(output, engine.tensor(weights, output.shape()));
            tape.backward(seeds);
            return tape.gradient(parameter).orElseThrow().toFloats();
        }
    }

    private static double weighted(float[] output) {
        double sum = 0;
        for (int i = 0; i < output.length; i++) {
            sum += (double) weight(i) * output[i];
        }
        return sum;
    }

    private static float weight(int index) {
        return index % 7 / 7f - 0.3f;
    }

    @Test
    void regionsOfAnotherBatchAreRefused() {
        try (Engine engine = TestEngine.create(1)) {
            Tensor map = engine.zeros(MAP);
            Tensor regions = engine.tensor(new float[] {2, 0, 0, 8, 8}, Shape.of(1, 5));
            assertThat(List.of(GRID))
                    .allSatisfy(grid -> org.assertj.core.api.Assertions.assertThatThrownBy(
                                    () -> engine.regions().roiPool(map, regions, grid, true))
                            .hasMessage("region 0 names image 2.0 of a batch of 2"));
        }
    }
}
