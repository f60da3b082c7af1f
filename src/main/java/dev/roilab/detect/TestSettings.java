package dev.roilab.detect;

import java.util.Optional;

/**
 * The {@code test} block of a study: from class probabilities and boxes to detections.
 *
 * @param score detections below it are dropped
 * @param nms of two boxes of a class with a larger overlap, the one with the lower score is dropped
 * @param detections the most kept of an image
 * @param boxes what a detection's box is; absent: the regressed one
 * @param scales of the images, each region taken from the one that suits it; absent: the data's size alone
 */
public record TestSettings(
        double score, double nms, int detections, Optional<Boxes> boxes, Optional<ScaleSettings> scales) {
    /** One scale, regressed boxes. */
    public TestSettings(double score, double nms, int detections) {
        this(score, nms, detections, Optional.empty(), Optional.empty());
    }

    /** Fast R-CNN (arXiv:1504.08083), table 6, tests with and without the regressor. */
    public enum Boxes {
        REGRESSED,
        /** The proposal as it is. */
        PROPOSALS
    }

    public TestSettings {
        if (!(score >= 0 && score < 1)) {
            throw new IllegalArgumentException("score must be in [0, 1), got " + score);
        }
        if (!(nms >= 0 && nms <= 1)) {
            throw new IllegalArgumentException("nms must be in [0, 1], got " + nms);
        }
        if (detections < 1) {
            throw new IllegalArgumentException("detections must be >= 1, got " + detections);
        }
    }
}
