package dev.roilab.detect;

import dev.roilab.backbone.BackboneSettings;

/**
 * The classifier of R-CNN before its SVMs, over every position, scale and ratio; needs no proposals and moves no
 * box.
 */
public record SlidingWindowSettings(BackboneSettings backbone, CropSettings crop, HeadSettings head, WindowGrid windows)
        implements ModelSettings {
    public SlidingWindowSettings {
        head.requirePlain();
    }
}
