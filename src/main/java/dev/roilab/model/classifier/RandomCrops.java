package dev.roilab.model.classifier;

import dev.roilab.data.Prepared;
import dev.roilab.data.TrueObjects;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.SplittableRandom;

/**
 * Squares at random places of resized pictures, another one each time: AlexNet (Krizhevsky et al., NIPS 2012), section
 * 4.1, and with a border ResNet (arXiv:1512.03385), section 4.2.
 *
 * @param side of the square, pixels of the resized picture (224)
 * @param padding pixels by which it may reach over the picture's border; the mean colour is there (4 with pictures of
 *     32)
 */
public record RandomCrops(
        @Range(min = 16) int side, @Range(min = 0) int padding) {
    public RandomCrops {
        Ranges.require(RandomCrops.class, side, padding);
    }

    /** One of the squares, all as likely. */
    Prepared<TrueObjects> cut(Prepared<TrueObjects> image, SplittableRandom random) {
        int left = random.nextInt(image.width() + 2 * padding - side + 1) - padding;
        int top = random.nextInt(image.height() + 2 * padding - side + 1) - padding;
        return image.cut(left, top, side);
    }
}
