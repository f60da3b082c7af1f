package dev.roilab.tensor;

import static dev.roilab.tensor.NonFiniteNumbers.INF;
import static dev.roilab.tensor.NonFiniteNumbers.NAN;
import static dev.roilab.tensor.NonFiniteNumbers.NEGATIVE_NAN;
import static dev.roilab.tensor.NonFiniteNumbers.filled;
import static dev.roilab.tensor.NonFiniteNumbers.floats;
import static dev.roilab.tensor.NonFiniteNumbers.nonFinite;
import static dev.roilab.tensor.NonFiniteNumbers.repeated;
import static dev.roilab.tensor.NonFiniteNumbers.require;
import static dev.roilab.tensor.NonFiniteNumbers.stored;
import static dev.roilab.tensor.NonFiniteNumbers.whole;
import static dev.roilab.tensor.Twins.doubles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.BilinearSampling.Edges;
import dev.roilab.tensor.Twins.Pool;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NaN and infinity through poolings and region operators. */
public interface NonFinitePoolingConformance extends EngineSubject {
    /** As in PyTorch: NaN is greater than every number, and the last NaN of a window is its winner. */
    @ParameterizedTest
    @ValueSource(ints = {1, 17, 64})
    default void maxPoolingKeepsNanAndItsGradientGoesToTheLast(int channels) {
        Shape map = Shape.of(1, channels, 4, 4);
        var how = Pooling.of(2, 2, 0);
        float[] plane = {NAN, 2, INF, 1, 3, NEGATIVE_NAN, 0, INF, -INF, -INF, 7, NAN, -INF, -INF, INF, 8};
        float[] x = repeated(plane, 16 * channels);
        float[] cells = new float[16 * channels];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = switch (i % 16) {
                case 5 -> 1;
                case 2 -> 2;
                case 8 -> 3;
                case 11 -> 4;
                default -> 0;
            };
        }
        try (Engine engine = create(2)) {
            for (Tensor input : List.of(engine.tensor(x, map), stored(engine, x, map))) {
                Pooled pooled = engine.pooling().maxPool(input, how);
                require("values", pooled.values(), repeated(new float[] {NAN, INF, -INF, NAN}, 4 * channels));
                Tensor switches = Objects.requireNonNull(pooled.switches());
                Tensor upstream = engine.tensor(
                        repeated(new float[] {1, 2, 3, 4}, 4 * channels),
                        pooled.values().shape());
                require("gradient", engine.pooling().maxPoolGradient(upstream, switches, map, how), cells);
                require("unpooled", engine.pooling().maxUnpool(upstream, switches, map, how), cells);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 32})
    default void poolingWithPaddingSpreadsNanToItsWindowsAlone(int channels) {
        Shape map = Shape.of(2, channels, 7, 9);
        var how = Pooling.of(3, 2, 1);
        float[] x = whole(1, map);
        x[4 * 9 + 3] = NEGATIVE_NAN;
        x[x.length - 1] = -INF;
        try (Engine engine = create(2)) {
            Tensor input = engine.tensor(x, map);
            float[] maxima = floats(Twins.pool(doubles(x), map, how, Pool.MAX));
            require("maximum", engine.pooling().maxPool(input, how).values(), maxima);
            float[] means = engine.pooling().averagePool(input, how, true).toFloats();
            double[] expected = Twins.pool(doubles(x), map, how, Pool.MEAN_ALL);
            for (int i = 0; i < means.length; i++) {
                assertThat(Float.isFinite(means[i])).as("mean %d", i).isEqualTo(Double.isFinite(expected[i]));
            }
        }
    }

    @Test
    default void regionMaximaKeepNanAndTheirGradientGoesToTheLast() {
        Shape map = Shape.of(1, 17, 4, 4);
        float[] x = whole(1, map);
        x[0] = NAN;
        x[5] = NEGATIVE_NAN;
        x[10] = -INF;
        try (Engine engine = create(2)) {
            Tensor regions = engine.tensor(new float[] {0, 0, 0, 3, 3}, Shape.of(1, 5));
            var grid = new RegionGrid(2, 2, 1);
            for (Tensor features : List.of(engine.tensor(x, map), stored(engine, x, map))) {
                Pooled pooled = engine.regions().roiPool(features, regions, grid, true);
                float[] values = pooled.values().toFloats();
                assertThat(values[0]).isNaN();
                assertThat(values[3]).isEqualTo(Math.max(Math.max(x[11], x[14]), x[15]));
                assertThat(nonFinite(values)).isOne();
                float[] ones = filled(values.length, 1);
                Tensor gradient = engine.regions()
                        .roiPoolGradient(
                                engine.tensor(ones, pooled.values().shape()),
                                Objects.requireNonNull(pooled.switches()),
                                regions,
                                map,
                                grid);
                assertThat(gradient.toFloats()[0]).isZero();
                assertThat(gradient.toFloats()[5]).isOne();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    default void sampledRegionsKeepNanWhereACellCounts(Aggregation aggregation) {
        Shape map = Shape.of(1, 17, 4, 4);
        float[] x = whole(1, map);
        x[0] = NAN;
        var sampling = new BilinearSampling(OptionalInt.of(1), Edges.HALF_PIXEL, aggregation);
        try (Engine engine = create(2)) {
            // The second region lies on whole cells, the first of which is NaN's neighbour; the third outside.
            Tensor regions = engine.tensor(
                    new float[] {0, 0, 0, 2, 2, /**/ 0, 1, 0, 2, 1, /**/ 0, -9, -9, -8, -8}, Shape.of(3, 5));
            var grid = new RegionGrid(1, 1, 1);
            float[] values = engine.regions()
                    .roiSample(engine.tensor(x, map), regions, grid, sampling)
                    .values()
                    .toFloats();
            assertThat(values[0]).isNaN();
            assertThat(values[17]).isEqualTo(x[1]);
            assertThat(values[34]).as("outside").isZero();
            assertThat(nonFinite(values)).isOne();
        }
    }
}
