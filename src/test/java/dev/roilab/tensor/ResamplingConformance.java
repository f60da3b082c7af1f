package dev.roilab.tensor;

import static dev.roilab.tensor.NonFiniteNumbers.INF;
import static dev.roilab.tensor.NonFiniteNumbers.NAN;
import static dev.roilab.tensor.NonFiniteNumbers.require;
import static dev.roilab.tensor.NonFiniteNumbers.stored;
import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.tensor.Resampling.Kind;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Maps made larger and smaller. */
interface ResamplingConformance extends TorchReferenceConformance {
    /** Height and width before and after: larger, smaller, the same, one cell, and no whole multiples. */
    List<int[]> SIZES = List.of(
            new int[] {4, 5, 8, 10},
            new int[] {4, 5, 7, 3},
            new int[] {6, 9, 2, 3},
            new int[] {4, 5, 4, 5},
            new int[] {1, 1, 3, 4},
            new int[] {5, 7, 1, 1},
            new int[] {1, 7, 6, 1},
            new int[] {3, 4, 29, 31});

    @ParameterizedTest
    @EnumSource
    default void resamplingAndItsGradientEqualTheirTwins(Kind kind) {
        try (Engine engine = create(2)) {
            for (int[] size : SIZES) {
                Shape map = Shape.of(2, 3, size[0], size[1]);
                var how = new Resampling(size[2], size[3], kind);
                double[] x = doubles(Twins.random(1, map));
                float[] upstream = Twins.random(2, how.outputShape(map));
                requireClose(
                        map + " to " + how,
                        engine.resampling()
                                .resample(random(engine, 1, 2, 3, size[0], size[1]), how)
                                .toFloats(),
                        twin(x, map, how),
                        1e-6);
                requireClose(
                        "gradient of " + map + " to " + how,
                        engine.resampling()
                                .resampleGradient(engine.tensor(upstream, how.outputShape(map)), map, how)
                                .toFloats(),
                        Twins.slope(v -> twin(v, map, how), x, upstream),
                        1e-5);
            }
        }
    }

    private static double[] twin(double[] x, Shape map, Resampling how) {
        Shape shape = how.outputShape(map);
        double[] output = new double[(int) shape.elements()];
        for (int i = 0; i < output.length; i++) {
            int column = i % how.width();
            int row = i / how.width() % how.height();
            int plane = i / how.width() / how.height() * map.size(2) * map.size(3);
            double y = place(how.kind(), row, map.size(2), how.height());
            double across = place(how.kind(), column, map.size(3), how.width());
            for (int cell = 0; cell < map.size(2) * map.size(3); cell++) {
                // A tent over each cell, one cell wide on both sides.
                double weight = Math.max(0, 1 - Math.abs(y - Math.floorDiv(cell, map.size(3))))
                        * Math.max(0, 1 - Math.abs(across - cell % map.size(3)));
                output[i] += weight * x[plane + cell];
            }
        }
        return output;
    }

    /** Where on the axis before a cell after lies, on the map. */
    private static double place(Kind kind, int cell, int before, int after) {
        return switch (kind) {
            case NEAREST -> Math.floor((double) cell * before / after + 1e-9);
            case BILINEAR -> Math.clamp((cell + 0.5) * before / after - 0.5, 0, before - 1);
            case BILINEAR_CORNERS -> after == 1 ? 0 : cell * (before - 1.0) / (after - 1);
        };
    }

    @Test
    default void nearestUpsamplingRepeatsCells() {
        Shape map = Shape.of(1, 1, 2, 2);
        try (Engine engine = create(1)) {
            Tensor input = engine.tensor(new float[] {1, 2, 3, 4}, map);
            var twice = Resampling.enlarged(map, 2, Kind.NEAREST);
            Tensor large = engine.resampling().resample(input, twice);
            assertThat(large.toFloats()).containsExactly(1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
            assertThat(engine.resampling().resampleGradient(large, map, twice).toFloats())
                    .containsExactly(4, 8, 12, 16);
        }
    }

    /** What no cell reads has the gradient 0; what is not read does not matter, whatever stands there. */
    @Test
    default void resamplingReadsNoCellWithoutAWeight() {
        Shape map = Shape.of(1, 1, 1, 4);
        try (Engine engine = create(2)) {
            Tensor input = engine.tensor(new float[] {1, NAN, 3, INF}, map);
            var half = new Resampling(1, 2, Kind.NEAREST);
            for (Tensor each : List.of(input, stored(engine, input.toFloats(), map))) {
                require("nearest", engine.resampling().resample(each, half), 1, 3);
                require(
                        "corners",
                        engine.resampling().resample(each, new Resampling(1, 7, Kind.BILINEAR_CORNERS)),
                        1,
                        NAN,
                        NAN,
                        NAN,
                        3,
                        INF,
                        INF);
            }
            Tensor upstream = engine.tensor(new float[] {NAN, 2}, Shape.of(1, 1, 1, 2));
            require("gradient", engine.resampling().resampleGradient(upstream, map, half), NAN, 0, 2, 0);
        }
    }

    @Test
    default void resamplingKeepsTheBitsForAnyNumberOfThreads() {
        Shape map = Shape.of(2, 19, 13, 17);
        for (Kind kind : Kind.values()) {
            var how = new Resampling(29, 31, kind);
            float[][] found = new float[3][];
            float[][] gradients = new float[3][];
            for (int threads = 1; threads <= 3; threads++) {
                try (Engine engine = create(threads)) {
                    Tensor large = engine.resampling().resample(random(engine, 1, 2, 19, 13, 17), how);
                    found[threads - 1] = large.toFloats();
                    gradients[threads - 1] = engine.resampling()
                            .resampleGradient(large, map, how)
                            .toFloats();
                }
            }
            for (int threads = 1; threads < 3; threads++) {
                assertThat(found[threads]).isEqualTo(found[0]);
                assertThat(gradients[threads]).isEqualTo(gradients[0]);
            }
        }
    }

    @Test
    default void resamplingNamesWhatDoesNotFit() {
        try (Engine engine = create(1)) {
            var how = new Resampling(2, 2, Kind.BILINEAR);
            Tensor matrix = engine.zeros(Shape.of(2, 3));
            assertThatThrownBy(() -> engine.resampling().resample(matrix, how))
                    .hasMessage("what is resampled is a map [N, C, H, W] with cells, got [2, 3]");
            Tensor empty = engine.zeros(Shape.of(2, 3, 0, 4));
            assertThatThrownBy(() -> engine.resampling().resample(empty, how))
                    .hasMessage("what is resampled is a map [N, C, H, W] with cells, got [2, 3, 0, 4]");
            Tensor gradient = engine.zeros(Shape.of(1, 3, 2, 3));
            assertThatThrownBy(() -> engine.resampling().resampleGradient(gradient, Shape.of(1, 3, 4, 4), how))
                    .hasMessage("shape of the gradient of a resampling's output: expected [1, 3, 2, 2], got"
                            + " [1, 3, 2, 3]");
            assertThatThrownBy(() -> new Resampling(0, 2, Kind.NEAREST))
                    .hasMessage("a map is resampled to at least one cell, not to 0 x 2");
            Tensor none = engine.zeros(Shape.of(0, 3, 4, 4));
            assertThat(engine.resampling().resample(none, how).shape()).isEqualTo(Shape.of(0, 3, 2, 2));
            assertThat(engine.resampling()
                            .resampleGradient(engine.zeros(Shape.of(0, 3, 2, 2)), none.shape(), how)
                            .shape())
                    .isEqualTo(none.shape());
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void resamplingEqualsTorch(ReferenceCases source) {
        check(source, "norm_act_resample.json", "interpolate", 9, (engine, one) -> {
            JsonNode params = one.get("params");
            int[] size = ReferenceData.ints(params.get("size"));
            String mode = params.get("mode").asString().toUpperCase(Locale.ROOT);
            boolean corners = params.path("align_corners").asBoolean(false);
            var how = new Resampling(size[0], size[1], corners ? Kind.BILINEAR_CORNERS : Kind.valueOf(mode));
            Tensor x =
                    TorchReferenceConformance.tensor(engine, one.get("inputs").get("x"));
            Tensor upstream = TorchReferenceConformance.tensor(engine, one.get("upstream_gradient"));
            TorchReferenceConformance.require("output", engine.resampling().resample(x, how), one.get("output"));
            TorchReferenceConformance.require(
                    "x",
                    engine.resampling().resampleGradient(upstream, x.shape(), how),
                    one.get("gradients").get("x"));
        });
    }
}
