package dev.roilab.task.detection;

import dev.roilab.file.JsonFile;
import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.List;

/**
 * Every detection of a trial's test in COCO's results format: a list of {@code image_id, category_id, bbox, score},
 * images in the order of the test split and detections in the order in which they were found, best first. The numbers
 * are those of {@link CocoGroundTruth}. All digits are there: another evaluator sees what ours saw.
 */
final class CocoDetections {
    private CocoDetections() {}

    /** @param bbox left, top, width, height in pixels of the original image */
    private record Found(int imageId, int categoryId, List<Double> bbox, double score) {}

    /** @param images what was found, by image */
    static String json(List<List<Detection>> images) {
        List<Found> all = new ArrayList<>();
        int number = 0;
        for (List<Detection> image : images) {
            number++;
            for (Detection detection : image) {
                all.add(new Found(number, detection.label() + 1, CocoBoxes.of(detection.box()), detection.score()));
            }
        }
        return JsonFile.compact(all);
    }
}
