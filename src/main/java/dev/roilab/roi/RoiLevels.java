package dev.roilab.roi;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of several maps a region is read from: Feature Pyramid Networks (arXiv:1612.03144), section 4.2, equation 1. A
 * region of {@code canonical} pixels squared is read from the map of stride 16, one of twice its side from the next
 * coarser one, and so on, as far as there are maps.
 *
 * @param finest stride of the first map
 * @param maps how many there are, each of twice the stride of the one before
 * @param canonical pixels
 */
public record RoiLevels(int finest, int maps, double canonical) {
    /** Side of the pictures that backbones are pretrained on. */
    public static final double IMAGENET = 224;

    private static final int CANONICAL_STRIDE = 16;

    // As in torchvision, so that a region that is no level's by a rounding is the coarser one's.
    private static final double EPSILON = 1e-6;

    /** One map. */
    public static RoiLevels single(int stride) {
        return new RoiLevels(stride, 1, IMAGENET);
    }

    /** Finest first. */
    public List<Integer> strides() {
        return IntStream.range(0, maps).map(map -> finest << map).boxed().toList();
    }

    /**
     * The map of a region, from 0.
     *
     * @param rows [R, 5]: image index, x1, y1, x2, y2
     */
    int of(float[] rows, int region) {
        double width = rows[5 * region + 3] - rows[5 * region + 1];
        double height = rows[5 * region + 4] - rows[5 * region + 2];
        double octaves = Math.log(Math.sqrt(width * height) / canonical) / Math.log(2);
        double level = Math.floor(octaves + Math.log((double) CANONICAL_STRIDE / finest) / Math.log(2) + EPSILON);
        return (int) Math.clamp(level, 0, maps - 1);
    }
}
