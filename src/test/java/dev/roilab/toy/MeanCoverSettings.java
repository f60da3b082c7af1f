package dev.roilab.toy;

import dev.roilab.detect.ModelSettings;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/**
 * The {@code model} block of {@link MeanCover}.
 *
 * @param stretch of what is found, as a multiple of the mean
 * @param pause milliseconds a step, so that a test can stop a training in its middle
 */
public record MeanCoverSettings(
        @Range(above = 0) double stretch, @Range(min = 0) int pause) implements ModelSettings {
    public MeanCoverSettings {
        Ranges.require(MeanCoverSettings.class, stretch, pause);
    }
}
