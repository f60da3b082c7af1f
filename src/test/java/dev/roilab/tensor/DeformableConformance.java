package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.tensor.SamplingOperations.OffsetGradients;
import dev.roilab.testing.ReferenceCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

interface DeformableConformance extends TorchReferenceConformance {
    Shape MAP = Shape.of(2, 6, 4, 5);

    /** For central differences, which try every number. */
    Shape SMALL = Shape.of(2, 6, 3, 3);

    /** Dense; strided, dilated and one-sided; groups of channels and of offsets that do not agree. */
    static List<DeformableSampling> samplings() {
        return List.of(
                new DeformableSampling(3, 3, Convolution.of(1, 1), 1),
                new DeformableSampling(2, 3, new Convolution(2, 1, new Padding(1, 0, 2, 1), 2, 1, 1), 2),
                new DeformableSampling(2, 2, new Convolution(1, 2, Padding.of(0), 1, 1, 2), 3),
                new DeformableSampling(1, 3, new Convolution(1, 1, Padding.of(0, 1), 1, 1, 3), 2));
    }

    /** Up to 2.5 cells, never to within a central difference's step of a whole number; some far outside. */
    private static float[] offsets(long seed, Shape shape) {
        float[] values = Twins.random(seed, shape);
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 17 == 0 ? 1e6f * values[i] + 9.5f : 2.5f * values[i] + 0.0005f;
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.tensor.DeformableConformance#samplings")
    default void deformableSamplingEqualsItsTwin(DeformableSampling how) {
        float[] x = Twins.random(1, MAP);
        float[] offsets = offsets(2, how.offsets(MAP));
        float[] mask = Twins.random(3, how.mask(MAP));
        var twin = new DeformableTwin(MAP, how);
        try (Engine engine = create(2)) {
            Tensor map = engine.tensor(x, MAP);
            Tensor moves = engine.tensor(offsets, how.offsets(MAP));
            Tensor plain = engine.sampling().deformableSample(map, moves, null, how);
            assertThat(plain.shape()).isEqualTo(how.columns(MAP));
            requireClose("columns", plain.toFloats(), twin.columns(doubles(x), doubles(offsets), null), 1e-5);
            requireClose(
                    "columns with a mask",
                    engine.sampling()
                            .deformableSample(map, moves, engine.tensor(mask, how.mask(MAP)), how)
                            .toFloats(),
                    twin.columns(doubles(x), doubles(offsets), doubles(mask)),
                    1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.tensor.DeformableConformance#samplings")
    default void deformableGradientsEqualCentralDifferences(DeformableSampling how) {
        float[] x = Twins.random(1, SMALL);
        float[] offsets = offsets(2, how.offsets(SMALL));
        float[] mask = Twins.random(3, how.mask(SMALL));
        float[] upstream = Twins.random(4, how.columns(SMALL));
        var twin = new DeformableTwin(SMALL, how);
        try (Engine engine = create(2)) {
            Tensor moves = engine.tensor(offsets, how.offsets(SMALL));
            Tensor factors = engine.tensor(mask, how.mask(SMALL));
            Tensor gradient = engine.tensor(upstream, how.columns(SMALL));
            requireClose(
                    "input",
                    engine.sampling()
                            .deformableInputGradient(gradient, moves, factors, SMALL, how)
                            .toFloats(),
                    Twins.slope(v -> twin.columns(v, doubles(offsets), doubles(mask)), doubles(x), upstream),
                    1e-5);
            OffsetGradients found =
                    engine.sampling().deformableOffsetGradients(gradient, engine.tensor(x, SMALL), moves, factors, how);
            requireClose(
                    "offsets",
                    found.offsets().toFloats(),
                    Twins.slope(v -> twin.columns(doubles(x), v, doubles(mask)), doubles(offsets), upstream),
                    1e-5);
            requireClose(
                    "mask",
                    Objects.requireNonNull(found.mask()).toFloats(),
                    Twins.slope(v -> twin.columns(doubles(x), doubles(offsets), v), doubles(mask), upstream),
                    1e-5);
        }
    }

    @Test
    default void gradientsWithoutAMaskAreThoseWithOnes() {
        DeformableSampling how = samplings().get(1);
        float[] ones = new float[Math.toIntExact(how.mask(MAP).elements())];
        Arrays.fill(ones, 1);
        try (Engine engine = create(2)) {
            Tensor input = engine.tensor(Twins.random(1, MAP), MAP);
            Tensor moves = engine.tensor(offsets(2, how.offsets(MAP)), how.offsets(MAP));
            Tensor mask = engine.tensor(ones, how.mask(MAP));
            Tensor gradient = engine.tensor(Twins.random(4, how.columns(MAP)), how.columns(MAP));
            assertThat(engine.sampling()
                            .deformableInputGradient(gradient, moves, null, MAP, how)
                            .toFloats())
                    .isEqualTo(engine.sampling()
                            .deformableInputGradient(gradient, moves, mask, MAP, how)
                            .toFloats());
            OffsetGradients found = engine.sampling().deformableOffsetGradients(gradient, input, moves, null, how);
            assertThat(found.mask()).isNull();
            assertThat(found.offsets().toFloats())
                    .isEqualTo(engine.sampling()
                            .deformableOffsetGradients(gradient, input, moves, mask, how)
                            .offsets()
                            .toFloats());
        }
    }

    @Test
    default void withoutOffsetsItIsAConvolution() {
        for (int groups : new int[] {1, 2}) {
            Shape kernel = Shape.of(4, 6 / groups, 3, 2);
            var convolution = new Convolution(1, 2, Padding.of(1), 1, 1, groups);
            var how = DeformableSampling.of(kernel, convolution, 1);
            try (Engine engine = create(2)) {
                Tensor map = random(engine, 1, 2, 6, 4, 5);
                Tensor weights = random(engine, 2, 4, 6 / groups, 3, 2);
                Tensor columns = engine.sampling().deformableSample(map, engine.zeros(how.offsets(MAP)), null, how);
                Tensor product = engine.convolutions()
                        .convolution(
                                columns,
                                engine.shapes().unflatten(engine.shapes().flatten(weights), how.product(kernel)),
                                null,
                                how.product(),
                                Activation.NONE);
                requireClose(
                        groups + " group(s)",
                        product.toFloats(),
                        doubles(engine.convolutions()
                                .convolution(map, weights, null, convolution, Activation.NONE)
                                .toFloats()),
                        1e-5);
            }
        }
    }

    @Test
    default void deformableSamplingDoesNotDependOnTheThreadCount() {
        List<float[]> one = everyDeformable(1);
        for (int threads : new int[] {1, 2, 5}) {
            List<float[]> other = everyDeformable(threads);
            for (int i = 0; i < one.size(); i++) {
                assertThat(other.get(i)).as("result %d", i).isEqualTo(one.get(i));
            }
        }
    }

    private List<float[]> everyDeformable(int threads) {
        List<float[]> results = new ArrayList<>();
        Shape map = Shape.of(2, 84, 9, 11);
        try (Engine engine = create(threads)) {
            for (int groups : new int[] {1, 2}) {
                var how = new DeformableSampling(3, 3, new Convolution(1, 1, Padding.of(1), 1, 1, groups), 3);
                Tensor input = engine.tensor(Twins.random(1, map), map);
                Tensor offsets = engine.tensor(offsets(2, how.offsets(map)), how.offsets(map));
                Tensor mask = engine.tensor(Twins.random(3, how.mask(map)), how.mask(map));
                Tensor upstream = engine.tensor(Twins.random(4, how.columns(map)), how.columns(map));
                results.add(engine.sampling()
                        .deformableSample(input, offsets, mask, how)
                        .toFloats());
                results.add(engine.sampling()
                        .deformableInputGradient(upstream, offsets, mask, map, how)
                        .toFloats());
                var slopes = engine.sampling().deformableOffsetGradients(upstream, input, offsets, mask, how);
                results.add(slopes.offsets().toFloats());
                results.add(Objects.requireNonNull(slopes.mask()).toFloats());
            }
        }
        return results;
    }

    /** Many samples on one cell: where additions without an order would differ from run to run. */
    @Test
    default void samplesThatMeetInOneCellAddUp() {
        Shape map = Shape.of(1, 1, 1, 300);
        var how = new DeformableSampling(1, 1, Convolution.of(1, 0), 1);
        float[] offsets = new float[2 * 300];
        for (int place = 0; place < 300; place++) {
            offsets[300 + place] = 7 - place;
        }
        float[] ones = new float[300];
        Arrays.fill(ones, 1);
        try (Engine engine = create(2)) {
            float[] gradient = engine.sampling()
                    .deformableInputGradient(
                            engine.tensor(ones, map), engine.tensor(offsets, how.offsets(map)), null, map, how)
                    .toFloats();
            assertThat(gradient[7]).isEqualTo(300);
            gradient[7] = 0;
            assertThat(gradient).containsOnly(0);
        }
    }

    @Test
    default void anOffsetThatIsNotFiniteGivesNoNumber() {
        Shape map = Shape.of(1, 1, 2, 2);
        var how = new DeformableSampling(1, 1, Convolution.of(1, 0), 1);
        float[] offsets = {Float.NaN, 0, Float.POSITIVE_INFINITY, 1e30f, 0, 0, 0, 0};
        try (Engine engine = create(1)) {
            Tensor input = engine.tensor(new float[] {1, 2, 3, 4}, map);
            assertThat(engine.sampling()
                            .deformableSample(input, engine.tensor(offsets, how.offsets(map)), null, how)
                            .toFloats())
                    .containsExactly(Float.NaN, 2, Float.NaN, 0);
        }
    }

    @Test
    default void deformableSamplingNamesTheShapesThatDisagree() {
        var how = new DeformableSampling(3, 3, Convolution.of(1, 1), 2);
        try (Engine engine = create(1)) {
            Tensor map = engine.zeros(Shape.of(1, 4, 5, 5));
            assertThatThrownBy(() ->
                            engine.sampling().deformableSample(map, engine.zeros(Shape.of(1, 18, 5, 5)), null, how))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, 18, 5, 5]")
                    .hasMessageContaining("[1, 36, 5, 5]");
            Tensor offsets = engine.zeros(Shape.of(1, 36, 5, 5));
            assertThatThrownBy(() ->
                            engine.sampling().deformableSample(map, offsets, engine.zeros(Shape.of(1, 9, 5, 5)), how))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, 18, 5, 5]");
            assertThatThrownBy(() -> engine.sampling().deformableInputGradient(map, offsets, null, map.shape(), how))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, 36, 5, 5]");
            assertThatThrownBy(() ->
                            engine.sampling().deformableSample(engine.zeros(Shape.of(1, 5, 5, 5)), offsets, null, how))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2 offset group(s)");
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void deformableConvolutionsEqualTorch(ReferenceCases source) {
        check(source, "deform_conv.json", "deform_conv2d", 2, (engine, one) -> {
            JsonNode inputs = one.get("inputs");
            JsonNode gradients = one.get("gradients");
            Tensor x = TorchReferenceConformance.tensor(engine, inputs.get("x"));
            Tensor offsets = TorchReferenceConformance.tensor(engine, inputs.get("offset"));
            Tensor w = TorchReferenceConformance.tensor(engine, inputs.get("w"));
            Tensor b = TorchReferenceConformance.tensor(engine, inputs.get("b"));
            Tensor mask = inputs.has("mask") ? TorchReferenceConformance.tensor(engine, inputs.get("mask")) : null;
            Tensor upstream = TorchReferenceConformance.tensor(engine, one.get("upstream_gradient"));
            int padding = one.get("params").get("padding").asInt();
            var how = DeformableSampling.of(w.shape(), Convolution.of(1, padding), 1);
            Tensor columns = engine.sampling().deformableSample(x, offsets, mask, how);
            Tensor kernel = engine.shapes().unflatten(engine.shapes().flatten(w), how.product(w.shape()));
            TorchReferenceConformance.require(
                    "output",
                    engine.convolutions().convolution(columns, kernel, b, how.product(), Activation.NONE),
                    one.get("output"));
            var ofProduct = engine.convolutions()
                    .convolutionParameterGradients(columns, upstream, kernel.shape(), how.product(), true);
            TorchReferenceConformance.require(
                    "w",
                    engine.shapes().unflatten(engine.shapes().flatten(ofProduct.weights()), w.shape()),
                    gradients.get("w"));
            TorchReferenceConformance.require("b", Objects.requireNonNull(ofProduct.bias()), gradients.get("b"));
            Tensor ofColumns =
                    engine.convolutions().convolutionInputGradient(upstream, kernel, columns.shape(), how.product());
            TorchReferenceConformance.require(
                    "x",
                    engine.sampling().deformableInputGradient(ofColumns, offsets, mask, x.shape(), how),
                    gradients.get("x"));
            var slopes = engine.sampling().deformableOffsetGradients(ofColumns, x, offsets, mask, how);
            TorchReferenceConformance.require("offset", slopes.offsets(), gradients.get("offset"));
            if (mask != null) {
                TorchReferenceConformance.require("mask", Objects.requireNonNull(slopes.mask()), gradients.get("mask"));
            }
        });
    }
}
