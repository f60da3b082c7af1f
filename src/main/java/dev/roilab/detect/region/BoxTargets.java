package dev.roilab.detect.region;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.List;

/**
 * What the offsets dx, dy, dw, dh are divided by, so that their targets have about unit variance: Fast R-CNN
 * (arXiv:1504.08083), section 2.3.
 */
public record BoxTargets(@Range(above = 0) List<Double> deviation) {
    public BoxTargets {
        deviation = List.copyOf(deviation);
        Ranges.require(BoxTargets.class, deviation);
        if (deviation.size() != 4) {
            throw new IllegalArgumentException("deviation must be four numbers, got " + deviation);
        }
    }
}
