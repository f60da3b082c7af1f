package dev.roilab.eval;

import dev.roilab.data.parts.KeyPointLayout;
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

    /** The points that {@link #COCO_PERSON} is of, by COCO's names. */
    private static final List<String> PERSON = List.of(
            "nose",
            "left_eye",
            "right_eye",
            "left_ear",
            "right_ear",
            "left_shoulder",
            "right_shoulder",
            "left_elbow",
            "right_elbow",
            "left_wrist",
            "right_wrist",
            "left_hip",
            "right_hip",
            "left_knee",
            "right_knee",
            "left_ankle",
            "right_ankle");

    /**
     * Those of a data set: its own, or COCO's for COCO's points.
     *
     * @throws IllegalArgumentException if neither is known
     */
    public static KeyPointSigmas of(KeyPointLayout layout) {
        if (layout.sigmas().isPresent()) {
            return new KeyPointSigmas(layout.sigmas().get());
        }
        if (layout.names().equals(PERSON)) {
            return COCO_PERSON;
        }
        throw new IllegalArgumentException("no sigmas are known of the key points " + layout.names()
                + "; name one for each, such as 0.05, in parts of the square root of an object's area");
    }

    /** @throws IllegalArgumentException if there is none, or one that is not above zero */
    public KeyPointSigmas {
        values = List.copyOf(values);
        if (values.isEmpty() || values.stream().anyMatch(value -> !(value > 0 && value < Double.POSITIVE_INFINITY))) {
            throw new IllegalArgumentException(
                    "sigmas of key points are " + values + ", expected a number above 0 for each key point");
        }
    }
}
