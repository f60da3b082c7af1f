package dev.roilab.detect;

/**
 * The {@code test} block of a study: from class probabilities and boxes to detections.
 *
 * @param score detections below it are dropped
 * @param nms of two boxes of a class with a larger overlap, the one with the lower score is dropped
 * @param detections the most kept of an image
 */
public record TestSettings(double score, double nms, int detections) {
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
