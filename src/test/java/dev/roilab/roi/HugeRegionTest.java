package dev.roilab.roi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.BilinearSampling.Edges;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.TestEngine;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Regions with many more points than the map has cells: looking at those near the map alone changes nothing. */
class HugeRegionTest {
    private static final Shape MAP = Shape.of(1, 3, 5, 6);
    private static final RegionGrid GRID = new RegionGrid(2, 2, 1);

    static Stream<BilinearSampling> samplings() {
        return Stream.of(Edges.values())
                .flatMap(edges -> Stream.of(Aggregation.values())
                        .flatMap(aggregation -> Stream.of(OptionalInt.empty(), OptionalInt.of(60))
                                .map(samples -> new BilinearSampling(samples, edges, aggregation))));
    }

    @ParameterizedTest
    @MethodSource("samplings")
    void equalsTheTwinThatReadsEveryPoint(BilinearSampling sampling) {
        float[] x = new float[90];
        var random = new SplittableRandom(1);
        for (int i = 0; i < x.length; i++) {
            // Channel 0 is negative: there a point outside, which is 0, is the maximum.
            x[i] = (float) random.nextDouble(-1, i < 30 ? -0.5 : 1);
        }
        float[][] regions = {
            {0, -90, -70, 100, 110},
            {0, 0.3f, 0.4f, 130, 90},
            {0, -120, -80, 5.5f, 4.2f},
            {0, 1, 1, 4, 100},
            {0, -60.5f, 2, 70.25f, 3},
            {0, 40, 40, 90, 90},
            {0, 2, 2, 2, 2}
        };
        float[] rows = new float[5 * regions.length];
        for (int r = 0; r < regions.length; r++) {
            System.arraycopy(regions[r], 0, rows, 5 * r, 5);
        }
        var twin = new RegionTwin(x, 3, 5, 6);
        try (Engine engine = TestEngine.create(2)) {
            float[] found = engine.regions()
                    .roiSample(engine.tensor(x, MAP), engine.tensor(rows, Shape.of(regions.length, 5)), GRID, sampling)
                    .values()
                    .toFloats();
            for (int i = 0; i < found.length; i++) {
                float[] region = Arrays.copyOf(regions[i / 12], 5);
                double expected = twin.sample(region, i / 4 % 3, i / 2 % 2, i % 2, 2, 1, sampling);
                assertThat((double) found[i])
                        .as("%s, number %d", Arrays.toString(region), i)
                        .isCloseTo(expected, within(1e-6));
            }
        }
    }
}
