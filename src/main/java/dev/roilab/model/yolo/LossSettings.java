package dev.roilab.model.yolo;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/**
 * The weights of equation 3.
 *
 * @param coord of the errors of centre and size: lambda coord (5)
 * @param noobj of the confidence of boxes without an object: lambda noobj (0.5)
 * @param confidence what an object's box should say
 */
public record LossSettings(
        @Range(min = 0) double coord, @Range(min = 0) double noobj, Confidence confidence) {
    /** Of the predictor that is responsible for an object. */
    public enum Confidence {
        /** The overlap of its present box with the object: section 2. It is a number to be learned, as is. */
        IOU,
        /** 1, whatever its present box. */
        ONE
    }

    public LossSettings {
        Ranges.require(LossSettings.class, coord, noobj, confidence);
    }
}
