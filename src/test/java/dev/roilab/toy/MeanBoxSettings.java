package dev.roilab.toy;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.HeadSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/**
 * The {@code model} block of {@link MeanBox}.
 *
 * @param stretch of the box that is found, as a multiple of the mean
 * @param pause milliseconds a step, so that a test can stop a training in its middle
 */
public record MeanBoxSettings(
        BackboneSettings backbone,
        HeadSettings head,
        @Range(above = 0) double stretch,
        @Range(min = 0) int pause) implements ModelSettings {
    public MeanBoxSettings {
        Ranges.require(MeanBoxSettings.class, backbone, head, stretch, pause);
    }
}
