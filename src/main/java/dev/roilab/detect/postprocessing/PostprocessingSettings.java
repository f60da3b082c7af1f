package dev.roilab.detect.postprocessing;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/**
 * From scored boxes to detections: Fast R-CNN (arXiv:1504.08083), section 3.
 *
 * @param score detections below it are dropped
 * @param nms of two boxes of a class with a larger overlap, the one with the lower score is dropped
 * @param detections the most kept of an image
 */
public record PostprocessingSettings(
        @Range(min = 0, below = 1) double score,
        @Range(min = 0, max = 1) double nms,
        @Range(min = 1) int detections) {
    /** Name of its block in {@code model}. */
    public static final String KEY = "postprocessing";

    public PostprocessingSettings {
        Ranges.require(PostprocessingSettings.class, score, nms, detections);
    }
}
