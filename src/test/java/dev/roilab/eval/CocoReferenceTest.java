package dev.roilab.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.testing.ReferenceCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class CocoReferenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bbox_val2014_100",
                "bbox_val2014_100_class_agnostic",
                "bbox_val2014_100_maxdets_1_3_5",
                "mixed_dataset_bbox",
                "tiny_bbox",
                "bbox_val2014_100_bbox_area"
            })
    void equalsPycocotools(String name) {
        equalsPycocotools(ReferenceCases.SHARED, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "class_agnostic"})
    void equalsPycocotoolsOnAMadeUpScene(String name) {
        equalsPycocotools(ReferenceCases.GOLDEN, name);
    }

    private static void equalsPycocotools(ReferenceCases source, String name) {
        JsonNode expected = source.json("coco_eval/expected").get("cases").get(name);
        JsonNode truth = source.json(
                "coco_eval/" + expected.get("files").get("gt").asString().replace(".json", ""));
        JsonNode found = source.json(
                "coco_eval/" + expected.get("files").get("dt").asString().replace(".json", ""));
        Map<Integer, Integer> labels = labels(truth);
        EvaluationInput input = read(truth, found, labels);
        boolean otherLimits = name.endsWith("1_3_5");
        CocoResult result = CocoAp.evaluate(
                name.endsWith("agnostic") ? input.classAgnostic() : input,
                otherLimits ? List.of(1, 3, 5) : List.of(1, 10, 100));
        // pycocotools looks for AP at 100 detections only and leaves it empty with other limits; here it is defined.
        for (int i = otherLimits ? 1 : 0; i < 12; i++) {
            near(
                    name + " stat " + i,
                    result.stats().get(i),
                    expected.get("stats").get(i));
        }
        if (expected.has("AP_by_iou")) {
            int threshold = 0;
            for (JsonNode value : expected.get("AP_by_iou")) {
                near(name + " threshold " + threshold, result.averagePrecision(SizeRange.ALL, threshold++), value);
            }
        }
        if (expected.has("per_category")) {
            labels.forEach((id, label) -> {
                JsonNode values = expected.get("per_category").get(String.valueOf(id));
                String what = name + " category " + id;
                near(what, result.classPrecision(label, SizeRange.ALL, CocoResult.EVERY_IOU), values.get("AP"));
                near(what, result.classPrecision(label, SizeRange.ALL, 0), values.get("AP50"));
                near(what, result.classRecall(label, SizeRange.ALL, 2), values.get("AR100"));
            });
        }
    }

    private static void near(String what, double actual, JsonNode expected) {
        assertThat(actual).as(what).isCloseTo(expected.asDouble(), within(1e-9));
    }

    private static Map<Integer, Integer> labels(JsonNode truth) {
        Map<Integer, Integer> labels = new TreeMap<>();
        truth.get("categories")
                .forEach(category -> labels.put(category.get("id").asInt(), 0));
        int next = 0;
        for (Map.Entry<Integer, Integer> entry : labels.entrySet()) {
            entry.setValue(next++);
        }
        return labels;
    }

    private static EvaluationInput read(JsonNode truth, JsonNode found, Map<Integer, Integer> labels) {
        Map<Long, ImageResult> images = new TreeMap<>();
        Map<Long, List<GroundTruth>> truths = new TreeMap<>();
        Map<Long, List<Detection>> detections = new TreeMap<>();
        truth.get("images").forEach(image -> {
            truths.put(image.get("id").asLong(), new ArrayList<>());
            detections.put(image.get("id").asLong(), new ArrayList<>());
        });
        for (JsonNode object : truth.get("annotations")) {
            boolean crowd = object.has("iscrowd") && object.get("iscrowd").asInt() == 1;
            truths.getOrDefault(object.get("image_id").asLong(), new ArrayList<>())
                    .add(new GroundTruth(
                            labels.getOrDefault(object.get("category_id").asInt(), 0),
                            box(object.get("bbox")),
                            object.get("area").asDouble(),
                            crowd ? Standing.CROWD : Standing.COUNTED));
        }
        for (JsonNode object : found.isArray() ? found : found.get("annotations")) {
            detections
                    .getOrDefault(object.get("image_id").asLong(), new ArrayList<>())
                    .add(new Detection(
                            labels.getOrDefault(object.get("category_id").asInt(), 0),
                            object.get("score").asDouble(),
                            box(object.get("bbox"))));
        }
        truths.forEach((id, objects) ->
                images.put(id, new ImageResult(String.valueOf(id), objects, detections.getOrDefault(id, List.of()))));
        return new EvaluationInput(labels.size(), List.copyOf(images.values()));
    }

    private static Box box(JsonNode b) {
        double x = b.get(0).asDouble();
        double y = b.get(1).asDouble();
        return new Box(x, y, x + b.get(2).asDouble(), y + b.get(3).asDouble());
    }
}
