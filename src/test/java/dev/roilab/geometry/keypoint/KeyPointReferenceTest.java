package dev.roilab.geometry.keypoint;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.floats;
import static dev.roilab.testing.ReferenceData.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.HeatMapPeaks.Peak;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.testing.ReferenceCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Cells and peaks of heat maps against torchvision's. */
class KeyPointReferenceTest {
    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void cellsEqualTorchvision(ReferenceCases source) {
        JsonNode example = example(source, "keypoints_to_heatmap");
        String name = example.get("name").asString();
        int cells = Integer.parseInt(name.substring(name.lastIndexOf(' ') + 1));
        double[] numbers = doubles(example.get("keypoints").get("data"));
        int[] indices = ints(example.get("index").get("data"));
        int[] valid = ints(example.get("valid").get("data"));
        double[] boxes = doubles(example.get("rois").get("data"));
        int points = indices.length / (boxes.length / 4);
        for (int region = 0; region < boxes.length / 4; region++) {
            List<KeyPoint> own = new ArrayList<>();
            for (int point = region * points; point < (region + 1) * points; point++) {
                own.add(new KeyPoint(
                        numbers[3 * point], numbers[3 * point + 1], Visibility.ofCode((int) numbers[3 * point + 2])));
            }
            int[] found = HeatMapTargets.cells(own, box(boxes, region), cells);
            for (int point = 0; point < points; point++) {
                int place = region * points + point;
                assertThat(found[point])
                        .as("key point " + place)
                        .isEqualTo(valid[place] == 1 ? indices[place] : HeatMapTargets.NONE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void peaksEqualTorchvision(ReferenceCases source) {
        JsonNode example = example(source, "heatmaps_to_keypoints");
        float[] maps = floats(example.get("maps").get("data"));
        double[] boxes = doubles(example.get("rois").get("data"));
        double[] places = doubles(example.get("xy_visible").get("data"));
        double[] scores = doubles(example.get("scores").get("data"));
        int regions = boxes.length / 4;
        int points = scores.length / regions;
        int size = maps.length / regions;
        for (int region = 0; region < regions; region++) {
            float[] own = Arrays.copyOfRange(maps, region * size, (region + 1) * size);
            List<Peak> peaks = HeatMapPeaks.find(own, points, box(boxes, region));
            for (int point = 0; point < points; point++) {
                int place = region * points + point;
                assertThat(peaks.get(point).x()).isCloseTo(places[3 * place], within(1e-4));
                assertThat(peaks.get(point).y()).isCloseTo(places[3 * place + 1], within(1e-4));
                assertThat(peaks.get(point).score()).isCloseTo(scores[place], within(1e-4));
            }
        }
    }

    private static JsonNode example(ReferenceCases source, String name) {
        return source.json("torch_detection/keypoints")
                .get("cases")
                .valueStream()
                .filter(node -> node.get("name").asString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static Box box(double[] sides, int index) {
        return new Box(sides[4 * index], sides[4 * index + 1], sides[4 * index + 2], sides[4 * index + 3]);
    }
}
