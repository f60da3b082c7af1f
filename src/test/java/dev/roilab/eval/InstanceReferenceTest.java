package dev.roilab.eval;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.mask.PolygonMasks;
import dev.roilab.geometry.mask.RunLengthMask;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Mask and key point AP against pycocotools. */
class InstanceReferenceTest {
    private record Case(JsonNode expected, JsonNode truth, JsonNode found, Map<Long, JsonNode> images) {
        static Case of(ReferenceCases source, String file, String name) {
            JsonNode expected = source.json("coco_eval/" + file).get("cases").get(name);
            JsonNode truth = source.json(
                    "coco_eval/" + expected.get("files").get("gt").asString().replace(".json", ""));
            JsonNode found = source.json(
                    "coco_eval/" + expected.get("files").get("dt").asString().replace(".json", ""));
            Map<Long, JsonNode> images = new TreeMap<>();
            truth.get("images").forEach(image -> images.put(image.get("id").asLong(), image));
            return new Case(expected, truth, found, images);
        }

        /** By their identities, in order. */
        Map<Integer, Integer> labels() {
            Map<Integer, Integer> labels = new TreeMap<>();
            truth.get("categories")
                    .forEach(category -> labels.put(category.get("id").asInt(), 0));
            int next = 0;
            for (Map.Entry<Integer, Integer> entry : labels.entrySet()) {
                entry.setValue(next++);
            }
            return labels;
        }

        <T extends TrueInstance, D extends FoundInstance> InstanceInput<T, D> input(
                Function<JsonNode, T> truths, Function<JsonNode, D> detections) {
            Map<Long, List<T>> objects = new TreeMap<>();
            Map<Long, List<D>> results = new TreeMap<>();
            truth.get("annotations")
                    .forEach(node -> objects.computeIfAbsent(image(node), id -> new ArrayList<>())
                            .add(truths.apply(node)));
            found.forEach(node -> results.computeIfAbsent(image(node), id -> new ArrayList<>())
                    .add(detections.apply(node)));
            return new InstanceInput<>(
                    labels().size(),
                    images.keySet().stream()
                            .map(id -> new ImageInstances<>(
                                    String.valueOf(id),
                                    objects.getOrDefault(id, List.of()),
                                    results.getOrDefault(id, List.of())))
                            .toList());
        }

        int label(JsonNode node) {
            return Objects.requireNonNull(labels().get(node.get("category_id").asInt()));
        }

        RunLengthMask mask(JsonNode node) {
            JsonNode image = Objects.requireNonNull(images.get(image(node)));
            int height = image.get("height").asInt();
            int width = image.get("width").asInt();
            JsonNode drawn = node.get("segmentation");
            if (drawn.isArray()) {
                return PolygonMasks.of(
                        height,
                        width,
                        drawn.valueStream().map(ReferenceData::doubles).toList());
            }
            JsonNode counts = drawn.get("counts");
            return counts.isArray()
                    ? RunLengthMask.of(height, width, ints(counts))
                    : RunLengthMask.ofCompressed(height, width, counts.asString());
        }

        InstanceInput<TrueMask, FoundMask> masks() {
            return input(
                    node -> new TrueMask(
                            label(node), mask(node), node.get("area").asDouble(), standing(node)),
                    node -> foundMask(node, mask(node)));
        }

        /** A file of results with boxes has the areas of these, as pycocotools' loadRes makes it. */
        private FoundMask foundMask(JsonNode node, RunLengthMask mask) {
            double score = node.get("score").asDouble();
            return node.has("bbox")
                    ? new FoundMask(label(node), score, mask, box(node).area())
                    : FoundMask.of(label(node), score, mask);
        }

        InstanceInput<TrueKeyPoints, FoundKeyPoints> keyPoints() {
            return input(
                    node -> new TrueKeyPoints(
                            label(node),
                            points(node),
                            box(node),
                            node.get("area").asDouble(),
                            standing(node)),
                    node -> new FoundKeyPoints(
                            label(node),
                            node.get("score").asDouble(),
                            points(node),
                            node.has("bbox") ? box(node) : around(points(node))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SHARED, expected, segm_val2014_100",
        "SHARED, expected, mixed_dataset_segm",
        "SHARED, expected, tiny_segm",
        "GOLDEN, expected_instances, masks"
    })
    void masksEqualPycocotools(ReferenceCases source, String file, String name) {
        Case example = Case.of(source, file, name);
        CocoResult result = MaskAp.evaluate(example.masks());
        assertStats(name, result.stats(), example.expected());
        if (example.expected().has("AP_by_iou")) {
            int threshold = 0;
            for (JsonNode value : example.expected().get("AP_by_iou")) {
                near(name, result.averagePrecision(SizeRange.ALL, threshold++), value);
            }
        }
        if (example.expected().has("per_category")) {
            example.labels().forEach((id, label) -> {
                JsonNode values = example.expected().get("per_category").get(String.valueOf(id));
                near(name, result.classPrecision(label, SizeRange.ALL, CocoResult.EVERY_IOU), values.get("AP"));
                near(name, result.classPrecision(label, SizeRange.ALL, 0), values.get("AP50"));
                near(name, result.classRecall(label, SizeRange.ALL, 2), values.get("AR100"));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, expected, keypoints_small", "GOLDEN, expected_instances, key_points"})
    void keyPointsEqualPycocotools(ReferenceCases source, String file, String name) {
        Case example = Case.of(source, file, name);
        CocoResult result = KeyPointAp.evaluate(example.keyPoints(), KeyPointSigmas.COCO_PERSON);
        assertStats(name, result.keyPointStats(), example.expected());
    }

    private static void assertStats(String name, List<Double> stats, JsonNode expected) {
        assertThat(stats).hasSize(expected.get("stats").size());
        for (int i = 0; i < stats.size(); i++) {
            near(name + " stat " + i, stats.get(i), expected.get("stats").get(i));
        }
    }

    private static void near(String what, double actual, JsonNode expected) {
        assertThat(actual).as(what).isCloseTo(expected.asDouble(), within(1e-9));
    }

    private static long image(JsonNode node) {
        return node.get("image_id").asLong();
    }

    private static Standing standing(JsonNode node) {
        return node.path("iscrowd").asInt(0) == 1 ? Standing.CROWD : Standing.COUNTED;
    }

    private static Box box(JsonNode node) {
        double[] b = doubles(node.get("bbox"));
        return new Box(b[0], b[1], b[0] + b[2], b[1] + b[3]);
    }

    private static List<KeyPoint> points(JsonNode node) {
        double[] numbers = doubles(node.get("keypoints"));
        List<KeyPoint> points = new ArrayList<>();
        for (int at = 0; at < numbers.length; at += 3) {
            // A result's third number is a score.
            KeyPoint.Visibility visibility =
                    node.has("score") ? KeyPoint.Visibility.VISIBLE : KeyPoint.Visibility.ofCode((int) numbers[at + 2]);
            points.add(new KeyPoint(numbers[at], numbers[at + 1], visibility));
        }
        return points;
    }

    private static Box around(List<KeyPoint> points) {
        return new Box(
                points.stream().mapToDouble(KeyPoint::x).min().orElseThrow(),
                points.stream().mapToDouble(KeyPoint::y).min().orElseThrow(),
                points.stream().mapToDouble(KeyPoint::x).max().orElseThrow(),
                points.stream().mapToDouble(KeyPoint::y).max().orElseThrow());
    }
}
