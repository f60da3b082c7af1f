package dev.roilab.eval;

import java.util.List;

/**
 * How far apart people place the same key point, as a standard deviation in parts of the square root of the object's
 * area, for each kind of key point; COCO's similarity scales distances by twice that (cocodataset.org, keypoints eval,
 * section 1.2).
 */
public record KeyPointSigmas(List<Double> values) {
    /** Of COCO's 17 key points of a person: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles. */
    public static final KeyPointSigmas COCO_PERSON = new KeyPointSigmas(List.of(
            0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072, 0.062, 0.062, 0.107, 0.107, 0.087, 0.087,
            0.089, 0.089));

    /** @throws IllegalArgumentException if there is none, or one that is not above zero */
    public KeyPointSigmas {
        values = List.copyOf(values);
        if (values.isEmpty() || values.stream().anyMatch(value -> !(value > 0 && value < Double.POSITIVE_INFINITY))) {
            throw new IllegalArgumentException(
                    "sigmas of key points are " + values + ", expected a number above 0 for each key point");
        }
    }
}
