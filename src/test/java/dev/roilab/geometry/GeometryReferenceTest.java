package dev.roilab.geometry;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Box coding and suppression against cases that other programs computed. */
class GeometryReferenceTest {
    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void boxCoderEqualsTorchvision(ReferenceCases source) {
        for (JsonNode example : source.json("torch_detection/box_coder").get("cases")) {
            if (!example.path("params").has("weights")) {
                continue;
            }
            double[] weights = doubles(example.get("params").get("weights"));
            var coder = new BoxCoder(List.of(1 / weights[0], 1 / weights[1], 1 / weights[2], 1 / weights[3]));
            List<Box> proposals = boxes(example.get("proposals"));
            if (example.has("encoded")) {
                List<Box> truth = boxes(example.get("gt"));
                double[] encoded = doubles(example.get("encoded").get("data"));
                for (int i = 0; i < proposals.size(); i++) {
                    double[] offsets = coder.encode(proposals.get(i), truth.get(i));
                    for (int k = 0; k < 4; k++) {
                        assertThat(offsets[k]).isCloseTo(encoded[4 * i + k], within(1e-8));
                    }
                }
            }
            float[] deltas = ReferenceData.floats(example.get("deltas").get("data"));
            double[] decoded = doubles(example.get("decoded").get("data"));
            int perProposal = deltas.length / proposals.size();
            for (int at = 0; at < deltas.length; at += 4) {
                Box box = coder.decode(proposals.get(at / perProposal), deltas, at);
                double[] sides = {box.x1(), box.y1(), box.x2(), box.y2()};
                for (int k = 0; k < 4; k++) {
                    double tolerance = 1e-4 * Math.max(1, Math.abs(decoded[at + k]));
                    assertThat(sides[k]).isCloseTo(decoded[at + k], within(tolerance));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void nmsEqualsTorchvision(ReferenceCases source) {
        Map<String, JsonNode> inputs = new HashMap<>();
        int checked = 0;
        for (JsonNode example : source.json("torch_ops/nms_iou").get("cases")) {
            JsonNode own = example.path("inputs");
            JsonNode input = own.has("same_as")
                    ? Objects.requireNonNull(inputs.get(own.get("same_as").asString()))
                    : own;
            inputs.put(example.get("name").asString(), input);
            if (example.path("params").path("op").asString("").equals("nms")) {
                int[] kept = Nms.keep(
                        boxes(input.get("boxes")),
                        doubles(input.get("scores").get("data")),
                        example.get("params").get("iou_threshold").asDouble());
                assertThat(kept).as(example.get("name").asString()).containsExactly(ints(example.get("kept")));
                checked++;
            }
        }
        assertThat(checked).isPositive();
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void nmsEqualsOnnx(ReferenceCases source) {
        List<JsonNode> nodes = source.onnxNodes("NonMaxSuppression");
        assertThat(nodes).hasSize(9);
        nodes.forEach(GeometryReferenceTest::nmsEqualsOnnx);
    }

    private static void nmsEqualsOnnx(JsonNode example) {
        JsonNode inputs = example.get("inputs");
        boolean centres = example.get("attributes").path("center_point_box").asInt(0) == 1;
        List<Box> boxes = boxes(inputs.get("boxes")).stream()
                .map(box -> centres ? aroundCentre(box) : inOrder(box))
                .toList();
        double[] scores = doubles(inputs.get("scores").get("data"));
        int[] sizes = ints(inputs.get("scores").get("shape"));
        List<Integer> selected = new ArrayList<>();
        for (int image = 0; image < sizes[0]; image++) {
            List<Box> own = boxes.subList(image * sizes[2], (image + 1) * sizes[2]);
            for (int label = 0; label < sizes[1]; label++) {
                int from = (image * sizes[1] + label) * sizes[2];
                for (int index : select(own, Arrays.copyOfRange(scores, from, from + sizes[2]), inputs)) {
                    selected.addAll(List.of(image, label, index));
                }
            }
        }
        JsonNode expected = example.get("outputs").get("selected_indices").get("data");
        assertThat(selected.stream().mapToInt(Integer::intValue).toArray())
                .as(example.get("test").asString())
                .containsExactly(ints(expected));
    }

    /** ONNX's operator on one image and class: scores above a threshold, suppression, the best few. */
    private static int[] select(List<Box> boxes, double[] scores, JsonNode inputs) {
        int[] candidates = IntStream.range(0, scores.length)
                .filter(index -> scores[index] > scalar(inputs, "score_threshold"))
                .toArray();
        int[] kept = Nms.keep(
                Arrays.stream(candidates).mapToObj(boxes::get).toList(),
                Arrays.stream(candidates).mapToDouble(index -> scores[index]).toArray(),
                scalar(inputs, "iou_threshold"));
        return Arrays.stream(kept)
                .limit((long) scalar(inputs, "max_output_boxes_per_class"))
                .map(index -> candidates[index])
                .toArray();
    }

    private static double scalar(JsonNode inputs, String name) {
        return inputs.get(name).get("data").get(0).asDouble();
    }

    /** From centre, width and height. */
    private static Box aroundCentre(Box box) {
        double halfWidth = box.x2() / 2;
        double halfHeight = box.y2() / 2;
        return new Box(box.x1() - halfWidth, box.y1() - halfHeight, box.x1() + halfWidth, box.y1() + halfHeight);
    }

    /** From any two opposite corners, which ONNX allows. It has y before x; the overlap does not care. */
    private static Box inOrder(Box box) {
        return new Box(
                Math.min(box.x1(), box.x2()),
                Math.min(box.y1(), box.y2()),
                Math.max(box.x1(), box.x2()),
                Math.max(box.y1(), box.y2()));
    }

    private static List<Box> boxes(JsonNode node) {
        double[] numbers = doubles(node.get("data"));
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 4) {
            boxes.add(new Box(numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3]));
        }
        return boxes;
    }
}
