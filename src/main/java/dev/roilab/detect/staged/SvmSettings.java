package dev.roilab.detect.staged;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/**
 * The per-class linear SVMs of R-CNN (arXiv:1311.2524), section 2.3 and appendix B; values in parentheses are those of
 * its published code.
 *
 * @param cost C of the hinge loss (0.001)
 * @param positiveWeight factor of C for positives (2)
 * @param bias value of the constant feature; a large one leaves the offset almost unregularised (10)
 * @param norm features are scaled so that this is their mean length (20)
 * @param negativeIou windows below this overlap with every object of the class are its negatives (0.3)
 * @param retrain new hard negatives after which a class is trained again (2000)
 */
public record SvmSettings(
        @Range(above = 0) double cost,
        @Range(above = 0) double positiveWeight,
        @Range(above = 0) double bias,
        @Range(above = 0) double norm,
        @Range(above = 0, max = 1) double negativeIou,
        @Range(min = 1) int retrain) {
    public SvmSettings {
        Ranges.require(SvmSettings.class, cost, positiveWeight, bias, norm, negativeIou, retrain);
    }
}
