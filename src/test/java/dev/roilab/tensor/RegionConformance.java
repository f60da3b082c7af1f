package dev.roilab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.BilinearSampling.Edges;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Region operators at the borders of what a region can be; their values are tested in the package roi. */
interface RegionConformance extends EngineSubject {
    Shape FEATURES = Shape.of(1, 5, 6, 9);

    RegionGrid CELLS = new RegionGrid(3, 3, 0.5);

    static Stream<BilinearSampling> adaptive() {
        return Stream.of(Edges.values())
                .flatMap(edges -> Stream.of(Aggregation.values())
                        .map(aggregation -> new BilinearSampling(OptionalInt.empty(), edges, aggregation)));
    }

    /** From a few thousand cells to the end of the numbers; each bin has points on the map or none. */
    static float[] huge() {
        return new float[] {
            0, -3e38f, -3e38f, 3e38f, 3e38f, /**/ 0, 0, 0, 1e38f, 1e38f, /**/ 0, -1e9f, -1e9f, 1e9f, 1e9f, /**/ 0,
            1e38f, 1e38f, 3e38f, 3e38f, /**/ 0, -4000, -3000, 5000, 8000, /**/ 0, 1e38f, 0, -1e38f, 5
        };
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.tensor.RegionConformance#adaptive")
    default void hugeRegionsTakeNoTimeAndTheirGradientsFit(BilinearSampling sampling) {
        float[] x = Twins.random(1, FEATURES);
        try (Engine engine = create(2)) {
            Tensor regions = engine.tensor(huge(), Shape.of(6, 5));
            assertTimeout(Duration.ofSeconds(20), () -> {
                Pooled pooled = engine.regions().roiSample(engine.tensor(x, FEATURES), regions, CELLS, sampling);
                float[] values = pooled.values().toFloats();
                float[] upstream = Twins.random(2, pooled.values().shape());
                float[] gradient = engine.regions()
                        .roiSampleGradient(
                                engine.tensor(upstream, pooled.values().shape()),
                                pooled.switches(),
                                regions,
                                FEATURES,
                                CELLS,
                                sampling)
                        .toFloats();
                assertThat(engine.elementwise().nonFinite(pooled.values())).isZero();
                // Means and maxima of a map twice as large are twice as large: Euler's relation.
                assertThat(dot(gradient, x)).isCloseTo(dot(upstream, values), within(1e-4));
                for (float value : values) {
                    assertThat(Math.abs(value)).isLessThanOrEqualTo(1);
                }
            });
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    default void theBinOfAHugeRegionThatHasTheMapPoolsAllOfIt() {
        float[] x = Twins.random(1, FEATURES);
        try (Engine engine = create(1)) {
            Tensor region = engine.tensor(new float[] {0, -3e38f, -3e38f, 3e38f, 3e38f}, Shape.of(1, 5));
            float[] values = engine.regions()
                    .roiPool(engine.tensor(x, FEATURES), region, CELLS, true)
                    .values()
                    .toFloats();
            for (int channel = 0; channel < 5; channel++) {
                float greatest = Float.NEGATIVE_INFINITY;
                for (int cell = 0; cell < 54; cell++) {
                    greatest = Math.max(greatest, x[channel * 54 + cell]);
                }
                assertThat(values[channel * 9 + 4]).isEqualTo(greatest);
                assertThat(values[channel * 9]).isZero();
            }
        }
    }

    @Test
    default void aRegionWhoseCoordinatesAreNotFiniteIsRefused() {
        var sampling = new BilinearSampling(OptionalInt.empty(), Edges.HALF_PIXEL, Aggregation.MEAN);
        try (Engine engine = create(2)) {
            Tensor features = engine.zeros(FEATURES);
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                Tensor regions = engine.tensor(new float[] {0, 1, 2, bad, 4}, Shape.of(1, 5));
                assertThatThrownBy(() -> engine.regions().roiPool(features, regions, CELLS, false))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("region 0 has the coordinate " + bad);
                assertThatThrownBy(() -> engine.regions().roiSample(features, regions, CELLS, sampling))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("region 0 has the coordinate " + bad);
            }
        }
    }

    @Test
    default void aGradientOfAnotherShapeThanTheOutputIsRefused() {
        try (Engine engine = create(1)) {
            Tensor features = engine.zeros(FEATURES);
            Tensor regions = engine.tensor(new float[] {0, 0, 0, 9, 9, 0, 1, 1, 5, 5}, Shape.of(2, 5));
            Tensor switches = Objects.requireNonNull(
                    engine.regions().roiPool(features, regions, CELLS, true).switches());
            Tensor flat = engine.zeros(Shape.of(2, 5, 9, 1));
            assertThatThrownBy(() -> engine.regions().roiPoolGradient(flat, switches, regions, FEATURES, CELLS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[2, 5, 3, 3]")
                    .hasMessageContaining("[2, 5, 9, 1]");
            Tensor one = engine.zeros(Shape.of(1, 5, 3, 3));
            var mean = new BilinearSampling(OptionalInt.of(2), Edges.HALF_PIXEL, Aggregation.MEAN);
            assertThatThrownBy(() -> engine.regions().roiSampleGradient(one, null, regions, FEATURES, CELLS, mean))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[2, 5, 3, 3]")
                    .hasMessageContaining("[1, 5, 3, 3]");
            var max = new BilinearSampling(OptionalInt.of(2), Edges.HALF_PIXEL, Aggregation.MAX);
            Tensor right = engine.zeros(Shape.of(2, 5, 3, 3));
            assertThatThrownBy(() -> engine.regions().roiSampleGradient(right, one, regions, FEATURES, CELLS, max))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("switches");
        }
    }
}
