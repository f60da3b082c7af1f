package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

interface UnpoolingConformance extends TorchReferenceConformance {
    private static Tensor switches(Pooled pooled) {
        return Objects.requireNonNull(pooled.switches());
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.tensor.PoolingConformance#cases")
    default void unpoolingAndItsGradientEqualTheirTwins(Pooling how) {
        Shape input = PoolingConformance.INPUT;
        float[] x = PoolingConformance.distinct(input);
        Shape output = how.outputShape(input);
        float[] values = Twins.random(2, output);
        float[] upstream = Twins.random(3, input);
        try (Engine engine = create(2)) {
            Tensor switches = switches(engine.pooling().maxPool(engine.tensor(x, input), how));
            Tensor found = engine.pooling().maxUnpool(engine.tensor(values, output), switches, input, how);
            assertThat(found.shape()).isEqualTo(input);
            requireClose("values", found.toFloats(), twin(doubles(values), x, input, how), 0);
            Tensor gradient = engine.pooling().maxUnpoolGradient(engine.tensor(upstream, input), switches, how);
            assertThat(gradient.shape()).isEqualTo(output);
            requireClose(
                    "gradient",
                    gradient.toFloats(),
                    Twins.slope(v -> twin(v, x, input, how), doubles(values), upstream),
                    1e-5);
        }
    }

    /** Window after window in row order, each value to the greatest cell of {@code x}. */
    private static double[] twin(double[] values, float[] x, Shape input, Pooling how) {
        Shape output = how.outputShape(input);
        double[] map = new double[x.length];
        for (int next = 0; next < values.length; next++) {
            int column = next % output.size(3);
            int row = next / output.size(3) % output.size(2);
            int plane = next / output.size(3) / output.size(2);
            int winner = -1;
            for (int tap = 0; tap < how.kernelY() * how.kernelX(); tap++) {
                int inY = row * how.strideY() - how.padding().top() + tap / how.kernelX() * how.dilationY();
                int inX = column * how.strideX() - how.padding().left() + tap % how.kernelX() * how.dilationX();
                if (inY >= 0 && inY < input.size(2) && inX >= 0 && inX < input.size(3)) {
                    int cell = (plane * input.size(2) + inY) * input.size(3) + inX;
                    winner = winner < 0 || x[cell] > x[winner] ? cell : winner;
                }
            }
            if (winner >= 0) {
                map[winner] = values[next];
            }
        }
        return map;
    }

    @Test
    default void aCellThatWonSeveralWindowsGetsTheLastValue() {
        Shape map = Shape.of(1, 1, 3, 3);
        var how = Pooling.of(2, 1, 0);
        try (Engine engine = create(1)) {
            Tensor centre = engine.tensor(new float[] {0, 0, 0, 0, 1, 0, 0, 0, 0}, map);
            Tensor switches = switches(engine.pooling().maxPool(centre, how));
            Tensor values = engine.tensor(new float[] {5, 6, 7, 8}, Shape.of(1, 1, 2, 2));
            assertThat(engine.pooling().maxUnpool(values, switches, map, how).toFloats())
                    .containsExactly(0, 0, 0, 0, 8, 0, 0, 0, 0);
            assertThat(engine.pooling()
                            .maxUnpoolGradient(
                                    engine.tensor(new float[] {1, 1, 1, 1, 3, 1, 1, 1, 1}, map), switches, how)
                            .toFloats())
                    .containsExactly(0, 0, 0, 3);
        }
    }

    @Test
    default void unpoolingDoesNotDependOnTheThreadCount() {
        List<float[]> one = unpooled(1);
        for (int threads : new int[] {1, 2, 5}) {
            List<float[]> other = unpooled(threads);
            assertThat(other.getFirst()).isEqualTo(one.getFirst());
            assertThat(other.getLast()).isEqualTo(one.getLast());
        }
    }

    private List<float[]> unpooled(int threads) {
        var how = Pooling.of(3, 2, 1);
        try (Engine engine = create(threads)) {
            Tensor input = random(engine, 1, 3, 37, 15, 18);
            Pooled pooled = engine.pooling().maxPool(input, how);
            Tensor map = engine.pooling().maxUnpool(pooled.values(), switches(pooled), input.shape(), how);
            return List.of(
                    map.toFloats(),
                    engine.pooling()
                            .maxUnpoolGradient(input, switches(pooled), how)
                            .toFloats());
        }
    }

    @Test
    default void unpooledMaximaLieWhereTheyCameFrom() {
        try (Engine engine = create(2)) {
            Tensor input = random(engine, 1, 2, 20, 9, 11);
            var how = Pooling.of(3, 2, 1);
            Pooled pooled = engine.pooling().maxPool(input, how);
            float[] map = engine.pooling()
                    .maxUnpool(pooled.values(), switches(pooled), input.shape(), how)
                    .toFloats();
            float[] original = input.toFloats();
            for (int i = 0; i < map.length; i++) {
                assertThat(map[i]).isIn(0f, original[i]);
            }
        }
    }

    @Test
    default void unpoolingNamesTheShapesThatDisagree() {
        var how = Pooling.of(2, 2, 0);
        try (Engine engine = create(1)) {
            Tensor switches = switches(engine.pooling().maxPool(engine.zeros(Shape.of(1, 1, 4, 4)), how));
            assertThatThrownBy(() -> engine.pooling()
                            .maxUnpool(engine.zeros(Shape.of(1, 1, 3, 3)), switches, Shape.of(1, 1, 4, 4), how))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, 1, 3, 3]")
                    .hasMessageContaining("[1, 1, 2, 2]");
            assertThatThrownBy(
                            () -> engine.pooling().maxUnpoolGradient(engine.zeros(Shape.of(1, 1, 6, 6)), switches, how))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, 1, 3, 3]")
                    .hasMessageContaining("[1, 1, 2, 2]");
        }
    }

    /**
     * The switches that a reference gives as cells y * W + x: those of pooling a map with a 1 at each cell.
     *
     * @param cells by image, channel, window
     * @param input the map's shape
     */
    static Tensor switches(Engine engine, int[] cells, Shape input, Pooling how) {
        int windows = cells.length / (input.size(0) * input.size(1));
        float[] map = new float[Math.toIntExact(input.elements())];
        for (int i = 0; i < cells.length; i++) {
            map[i / windows * input.size(2) * input.size(3) + cells[i]] = 1;
        }
        return switches(engine.pooling().maxPool(engine.tensor(map, input), how));
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void maxUnpoolingEqualsTorch(ReferenceCases source) {
        check(source, "pool.json", "max_unpool2d", 1, (engine, one) -> {
            JsonNode params = one.get("params");
            var how = Pooling.of(
                    params.get("kernel").asInt(), params.get("stride").asInt(), 0);
            Shape input = TorchReferenceConformance.shape(one.get("output"));
            int[] cells = ReferenceData.ints(one.get("inputs").get("i").get("data"));
            Tensor switches = switches(engine, cells, input, how);
            Tensor values =
                    TorchReferenceConformance.tensor(engine, one.get("inputs").get("y"));
            TorchReferenceConformance.require(
                    "output", engine.pooling().maxUnpool(values, switches, input, how), one.get("output"));
            Tensor upstream = TorchReferenceConformance.tensor(engine, one.get("upstream_gradient"));
            TorchReferenceConformance.require(
                    "y",
                    engine.pooling().maxUnpoolGradient(upstream, switches, how),
                    one.get("gradients").get("y"));
        });
    }
}
