package dev.roilab.detect.crop;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/**
 * The square that a window is warped to: R-CNN (arXiv:1311.2524), section 2.1.
 *
 * @param size its side, pixels (227); a multiple of the backbone's stride
 * @param padding of them context on each side (16)
 */
public record CropSettings(
        @Range(min = 1) int size, @Range(min = 0) int padding) {
    public CropSettings {
        Ranges.require(CropSettings.class, size, padding);
        if (2 * padding >= size) {
            throw new IllegalArgumentException(
                    "padding must be less than half of size %d, got %d".formatted(size, padding));
        }
    }
}
