package dev.roilab.detect;

/**
 * The square that a window is warped to: R-CNN (arXiv:1311.2524), section 2.1.
 *
 * @param size its side, pixels (227); a multiple of the backbone's stride
 * @param padding of them context on each side (16)
 */
public record CropSettings(int size, int padding) {
    public CropSettings {
        if (size < 1) {
            throw new IllegalArgumentException("size must be >= 1, got " + size);
        }
        if (padding < 0 || 2 * padding >= size) {
            throw new IllegalArgumentException(
                    "padding must be >= 0 and less than half of size %d, got %d".formatted(size, padding));
        }
    }
}
