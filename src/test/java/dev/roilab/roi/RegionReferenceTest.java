package dev.roilab.roi;

import static dev.roilab.testing.ReferenceData.floats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.BilinearSampling.Edges;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import dev.roilab.testing.TestEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** RoIPool and RoIAlign, values and gradients, against cases that other programs computed. */
class RegionReferenceTest {
    private static final Engine ENGINE = TestEngine.create(2);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void roiPoolEqualsTorchvision(ReferenceCases source) {
        for (JsonNode example : source.json("torch_ops/roi_pool").get("cases")) {
            check(example, new RoiPoolOperator(grid(example.get("params"))));
        }
    }

    /** A region that is the whole map makes a level of the pyramid an adaptive pooling. */
    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void pyramidLevelsEqualAdaptivePoolingOfTorch(ReferenceCases source) {
        int found = 0;
        for (JsonNode example : source.json("torch_ops/pool").get("cases")) {
            JsonNode params = example.get("params");
            if (params.get("op").asString().equals("adaptive_max_pool2d")) {
                found++;
                int bins = params.get("output").asInt();
                check(example, wholeMaps(example), new SppOperator(List.of(bins), 1), Shape.of(2, 3, bins * bins, 1));
            }
        }
        assertThat(found).isEqualTo(4);
    }

    /** Each image of the batch as one region, whose last row and column are included. */
    private static Tensor wholeMaps(JsonNode example) {
        int[] shape = ReferenceData.ints(example.get("inputs").get("x").get("shape"));
        float right = shape[3] - 1;
        float bottom = shape[2] - 1;
        return ENGINE.tensor(new float[] {0, 0, 0, right, bottom, 1, 0, 0, right, bottom}, Shape.of(2, 5));
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void roiAlignEqualsTorchvision(ReferenceCases source) {
        for (JsonNode example : source.json("torch_ops/roi_align").get("cases")) {
            JsonNode params = example.get("params");
            int ratio = params.get("sampling_ratio").asInt();
            var sampling = new BilinearSampling(
                    ratio == 0 ? OptionalInt.empty() : OptionalInt.of(ratio),
                    params.get("aligned").asBoolean() ? Edges.HALF_PIXEL : Edges.UNSHIFTED,
                    Aggregation.MEAN);
            check(example, new RoiSampleOperator(grid(params), sampling));
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void roiAlignEqualsOnnx(ReferenceCases source) {
        List<JsonNode> means = source.onnxNodes("RoiAlign").stream()
                .filter(node ->
                        !node.get("attributes").path("mode").asString("avg").equals("max"))
                .toList();
        assertThat(means).hasSize(2);
        for (JsonNode example : means) {
            JsonNode attributes = example.get("attributes");
            boolean shifted = "half_pixel"
                    .equals(attributes.path("coordinate_transformation_mode").asString("half_pixel"));
            var sampling = new BilinearSampling(
                    OptionalInt.of(attributes.get("sampling_ratio").asInt()),
                    shifted ? Edges.HALF_PIXEL : Edges.UNSHIFTED,
                    Aggregation.MEAN);
            var grid = new RegionGrid(
                    attributes.get("output_height").asInt(),
                    attributes.get("output_width").asInt(),
                    attributes.get("spatial_scale").asDouble());
            JsonNode inputs = example.get("inputs");
            float[] boxes = floats(inputs.get("rois").get("data"));
            float[] images = floats(inputs.get("batch_indices").get("data"));
            float[] rows = new float[images.length * 5];
            for (int r = 0; r < images.length; r++) {
                rows[5 * r] = images[r];
                System.arraycopy(boxes, 4 * r, rows, 5 * r + 1, 4);
            }
            try (var _ = ENGINE.openScope()) {
                Tensor regions = ENGINE.tensor(rows, Shape.of(images.length, 5));
                var values = ENGINE.regions()
                        .roiSample(tensor(inputs.get("X")), regions, grid, sampling)
                        .values();
                assertClose(
                        example.get("test").asString(),
                        values.toFloats(),
                        floats(example.get("outputs").get("Y").get("data")));
            }
        }
    }

    private static RegionGrid grid(JsonNode params) {
        JsonNode size = params.get("output_size");
        return new RegionGrid(
                size.get(0).asInt(),
                size.get(1).asInt(),
                params.get("spatial_scale").asDouble());
    }

    private static void check(JsonNode example, RegionOperator operator) {
        try (var _ = ENGINE.openScope()) {
            JsonNode output = example.get("output");
            check(example, regions(example.get("inputs").get("rois")), operator, shape(output));
        }
    }

    /** @param shape in which the operator gives the numbers that the example has in another */
    private static void check(JsonNode example, Tensor regions, RegionOperator operator, Shape shape) {
        String name = example.get("name").asString();
        try (var _ = ENGINE.openScope()) {
            Tape tape = Tape.recording(ENGINE);
            var features = new Parameter("x", tensor(example.get("inputs").get("x")), 1, 1);
            var output = operator.forward(tape, tape.variable(features), regions);
            assertClose(
                    name,
                    output.value().toFloats(),
                    floats(example.get("output").get("data")));
            var seeds = new LinkedHashMap<dev.roilab.autograd.Variable, Tensor>();
            assertThat(output.shape()).as(name).isEqualTo(shape);
            seeds.put(
                    output,
                    ENGINE.tensor(floats(example.get("upstream_gradient").get("data")), shape));
            tape.backward(seeds);
            float[] gradient = tape.gradient(features).orElseThrow().toFloats();
            assertClose(
                    name + ", gradient",
                    gradient,
                    floats(example.get("gradients").get("x").get("data")));
        }
    }

    /** The cases at other scales have their index column scaled too, and torchvision cuts it down to an integer. */
    private static Tensor regions(JsonNode node) {
        float[] rows = floats(node.get("data"));
        for (int r = 0; r < rows.length; r += 5) {
            rows[r] = (int) rows[r];
        }
        return ENGINE.tensor(rows, Shape.of(rows.length / 5, 5));
    }

    private static Tensor tensor(JsonNode node) {
        return ENGINE.tensor(floats(node.get("data")), shape(node));
    }

    private static Shape shape(JsonNode node) {
        return Shape.of(ReferenceData.ints(node.get("shape")));
    }

    private static void assertClose(String name, float[] actual, float[] expected) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i])
                    .as("%s [%d]", name, i)
                    .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-4f * Math.max(1, largest)));
        }
    }
}
