package dev.roilab.eval;

import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import java.util.List;

/**
 * An object found by its key points.
 *
 * @param label index of the class, from 0
 * @param score confidence; only its order matters
 * @param points in continuous pixels, as many and in the same order as the true ones; of all of them COCO compares the
 *     places, whatever their visibility
 * @param box in continuous pixels: that of the detection, or the least one around the points, as pycocotools takes it
 *     where a file of results has no boxes
 */
public record FoundKeyPoints(int label, double score, List<KeyPoint> points, Box box) implements FoundInstance {
    public FoundKeyPoints {
        points = List.copyOf(points);
    }

    @Override
    public double area() {
        return box.area();
    }
}
