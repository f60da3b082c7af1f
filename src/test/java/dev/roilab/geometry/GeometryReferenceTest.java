package dev.roilab.geometry;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.testing.ReferenceData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Box coding and suppression against cases that other programs computed. */
class GeometryReferenceTest {
    @Test
    void boxCoderEqualsTorchvision() {
        for (JsonNode example :
                ReferenceData.json("ref/torch_detection/box_coder.json").get("cases")) {
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

    @Test
    void nmsEqualsTorchvision() {
        Map<String, JsonNode> inputs = new HashMap<>();
        int checked = 0;
        for (JsonNode example : ReferenceData.json("ref/torch_ops/nms_iou.json").get("cases")) {
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

    @Test
    void nmsEqualsOnnx() {
        for (String name : List.of("identical_boxes", "single_box", "suppress_by_IOU")) {
            JsonNode example = ReferenceData.json("ref/onnx_node/json/test_nonmaxsuppression_" + name + ".json");
            JsonNode inputs = example.get("inputs");
            // ONNX's corners are y1, x1, y2, x2; the overlap does not care which axis is which.
            int[] kept = Nms.keep(
                    boxes(inputs.get("boxes")),
                    doubles(inputs.get("scores").get("data")),
                    inputs.get("iou_threshold").get("data").get(0).asDouble());
            int[] selected = ints(example.get("outputs").get("selected_indices").get("data"));
            for (int i = 0; i < selected.length / 3; i++) {
                assertThat(kept[i]).as(name).isEqualTo(selected[3 * i + 2]);
            }
        }
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
