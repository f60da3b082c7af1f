package dev.roilab.geometry.mask;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.geometry.Box;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Masks against what pycocotools makes of them. */
class MaskReferenceTest {
    private static final String FILE = "mask_rle/expected";

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void encodesAndMeasuresAsPycocotools(ReferenceCases source) {
        for (JsonNode example : source.json(FILE).get("masks")) {
            RunLengthMask mask = compressed(example);
            String name = example.get("name").asString();
            assertThat(mask.compressed())
                    .as(name)
                    .isEqualTo(example.get("counts").asString());
            measures(name, mask, example);
            if (example.has("uncompressed_counts")) {
                int[] counts = ints(example.get("uncompressed_counts"));
                assertThat(mask.counts()).as(name).containsExactly(counts);
                assertThat(RunLengthMask.of(mask.height(), mask.width(), counts))
                        .isEqualTo(mask);
            }
            if (example.has("mask_rows")) {
                boolean[] pixels = pixels(example.get("mask_rows"));
                assertThat(mask.bitmap()).as(name).containsExactly(pixels);
                assertThat(RunLengthMask.ofBitmap(mask.height(), mask.width(), pixels))
                        .isEqualTo(mask);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void drawsPolygonsAsPycocotools(ReferenceCases source) {
        for (JsonNode example : source.json(FILE).get("polygons")) {
            String name = example.get("name").asString();
            int height = example.get("height").asInt();
            int width = example.get("width").asInt();
            List<double[]> polygons = polygons(example.get("polygons"));
            for (int part = 0; part < polygons.size(); part++) {
                RunLengthMask mask = PolygonMasks.of(height, width, List.of(polygons.get(part)));
                JsonNode expected = example.get("parts").get(part);
                assertThat(mask.compressed())
                        .as(name)
                        .isEqualTo(expected.get("counts").asString());
                assertThat(mask.area()).as(name).isEqualTo(expected.get("area").asInt());
            }
            RunLengthMask merged = PolygonMasks.of(height, width, polygons);
            assertThat(merged.compressed())
                    .as(name)
                    .isEqualTo(example.get("merged").get("counts").asString());
            measures(name, merged, example.get("merged"));
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void overlapsAsPycocotools(ReferenceCases source) {
        JsonNode example = source.json(FILE).get("mask_iou");
        for (int d = 0; d < example.get("dt").size(); d++) {
            RunLengthMask found = compressed(example.get("dt").get(d));
            for (int t = 0; t < example.get("gt").size(); t++) {
                RunLengthMask truth = compressed(example.get("gt").get(t));
                boolean crowd = example.get("iscrowd").get(t).asInt() == 1;
                assertThat(crowd ? found.shareInside(truth) : found.iou(truth))
                        .isEqualTo(example.get("iou").get(d).get(t).asDouble());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void combinesAsPycocotools(ReferenceCases source) {
        JsonNode example = source.json(FILE).get("merge");
        assertThat(merged(example, RunLengthMask::union).compressed())
                .isEqualTo(example.get("union").asString());
        RunLengthMask shared = merged(example, RunLengthMask::intersection);
        assertThat(shared.compressed()).isEqualTo(example.get("intersection").asString());
        assertThat(shared.area()).isEqualTo(example.get("intersection_area").asInt());
        RunLengthMask first = compressed(example.get("inputs").get(0));
        RunLengthMask second = compressed(example.get("inputs").get(1));
        assertThat(first.sharedArea(second))
                .isEqualTo(first.intersection(second).area());
    }

    /** Boxes of whole pixels are masks as well. */
    @Test
    void boxesOverlapAsPycocotools() {
        JsonNode example = ReferenceCases.SHARED.json(FILE).get("bbox_iou");
        for (int d = 0; d < example.get("dt_xywh").size(); d++) {
            RunLengthMask found = rectangle(doubles(example.get("dt_xywh").get(d)));
            for (int t = 0; t < example.get("gt_xywh").size(); t++) {
                RunLengthMask truth = rectangle(doubles(example.get("gt_xywh").get(t)));
                boolean crowd = example.get("iscrowd").get(t).asInt() == 1;
                assertThat(crowd ? found.shareInside(truth) : found.iou(truth))
                        .isCloseTo(example.get("iou").get(d).get(t).asDouble(), within(1e-12));
            }
        }
    }

    @Test
    void readsAnnotationsAndResultsOfCoco() {
        JsonNode expected = ReferenceCases.SHARED.json(FILE);
        Map<Long, JsonNode> annotations = new HashMap<>();
        for (JsonNode annotation :
                ReferenceData.json("ref/coco_eval/instances_val2014_100.json").get("annotations")) {
            annotations.put(annotation.get("id").asLong(), annotation);
        }
        for (JsonNode example : expected.get("coco_annotations")) {
            long id = example.get("annotation_id").asLong();
            JsonNode drawn = Objects.requireNonNull(annotations.get(id), "annotation " + id)
                    .get("segmentation");
            int height = example.get("height").asInt();
            int width = example.get("width").asInt();
            RunLengthMask mask = drawn.isArray()
                    ? PolygonMasks.of(height, width, polygons(drawn))
                    : RunLengthMask.of(height, width, ints(drawn.get("counts")));
            assertThat(mask.compressed())
                    .as("annotation " + id)
                    .isEqualTo(example.get("counts").asString());
            assertThat(mask.area()).isEqualTo(example.get("mask_area").asInt());
            assertThat(mask.box()).isEqualTo(box(example.get("mask_bbox_xywh")));
        }
        JsonNode results = ReferenceData.json("ref/coco_eval/instances_val2014_fakesegm100_results.json");
        for (JsonNode example : expected.get("coco_detections")) {
            RunLengthMask mask =
                    compressed(results.get(example.get("index").asInt()).get("segmentation"));
            measures("detection " + example.get("index"), mask, example);
        }
    }

    private static RunLengthMask compressed(JsonNode node) {
        int[] size = ints(node.get("size"));
        return RunLengthMask.ofCompressed(size[0], size[1], node.get("counts").asString());
    }

    private static void measures(String name, RunLengthMask mask, JsonNode expected) {
        assertThat(mask.area()).as(name).isEqualTo(expected.get("area").asInt());
        assertThat(mask.box()).as(name).isEqualTo(box(expected.get("bbox_xywh")));
    }

    private static RunLengthMask merged(JsonNode example, BinaryOperator<RunLengthMask> operator) {
        return example.get("inputs")
                .valueStream()
                .map(MaskReferenceTest::compressed)
                .reduce(operator)
                .orElseThrow();
    }

    private static RunLengthMask rectangle(double[] xywh) {
        int side = 40;
        boolean[] pixels = new boolean[side * side];
        for (int y = (int) xywh[1]; y < xywh[1] + xywh[3]; y++) {
            for (int x = (int) xywh[0]; x < xywh[0] + xywh[2]; x++) {
                pixels[y * side + x] = true;
            }
        }
        return RunLengthMask.ofBitmap(side, side, pixels);
    }

    private static List<double[]> polygons(JsonNode node) {
        return node.valueStream().map(ReferenceData::doubles).toList();
    }

    private static Box box(JsonNode xywh) {
        double[] sides = doubles(xywh);
        return new Box(sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3]);
    }

    private static boolean[] pixels(JsonNode rows) {
        int width = rows.get(0).asString().length();
        boolean[] pixels = new boolean[rows.size() * width];
        for (int place = 0; place < pixels.length; place++) {
            pixels[place] = rows.get(place / width).asString().charAt(place % width) == '1';
        }
        return pixels;
    }
}
