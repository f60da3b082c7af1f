package dev.roilab.eval;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import java.util.List;

/**
 * An object whose key points are known, or some of them.
 *
 * @param label index of the class, from 0
 * @param points in continuous pixels, as many and in the same order for every object
 * @param box in continuous pixels
 * @param area in square pixels, by which COCO scales distances and tells sizes: that of the segmentation
 * @param standing whether finding it counts; without a labelled point it does not in any case
 */
public record TrueKeyPoints(int label, List<KeyPoint> points, Box box, double area, Standing standing)
        implements TrueInstance {
    public TrueKeyPoints {
        points = List.copyOf(points);
    }

    /** Key points whose place is known. */
    public int labelled() {
        return (int) points.stream().filter(KeyPoint::isLabelled).count();
    }
}
