package dev.roilab.detect.staged;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/**
 * The per-class box regressors of R-CNN (arXiv:1311.2524), appendix C.
 *
 * @param iou windows with a larger overlap with an object of the class learn to move to it (0.6; SPPnet: 0.5)
 * @param strength lambda of the ridge penalty (1000)
 * @param norm features are scaled so that this is their mean length (20)
 * @param pairs the most windows a class learns from, spread evenly over all
 */
public record RidgeSettings(
        @Range(above = 0, below = 1) double iou,
        @Range(above = 0) double strength,
        @Range(above = 0) double norm,
        @Range(min = 1) int pairs) {
    public RidgeSettings {
        Ranges.require(RidgeSettings.class, iou, strength, norm, pairs);
    }
}
