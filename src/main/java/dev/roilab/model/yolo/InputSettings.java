package dev.roilab.model.yolo;

import dev.roilab.data.ImageBuckets;
import dev.roilab.data.ResizeRule;
import dev.roilab.data.Resizing;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/**
 * The square that every image becomes, since fully connected layers take maps of one size.
 *
 * @param side pixels (448); a multiple of 32, so that the grid lies over all of the backbone's map
 * @param aspect of the image
 */
public record InputSettings(@Range(min = 32) int side, Aspect aspect) {
    /** What becomes of images that are no squares. */
    public enum Aspect {
        /** Width and height are resized to the side, each by a factor of its own: the authors' code. */
        STRETCHED,
        /**
         * The longer side is resized to the square's and the shorter by the same factor; what is left of the square, to
         * the right or below, is the mean colour.
         */
        KEPT
    }

    public InputSettings {
        Ranges.require(InputSettings.class, side, aspect);
        if (ImageBuckets.roundUp(side) != side) {
            throw new IllegalArgumentException("side must be a multiple of 32, got " + side);
        }
    }

    Resizing resizing() {
        return switch (aspect) {
            case STRETCHED -> (_, _) -> new Resizing.Extent(side, side);
            case KEPT -> new ResizeRule(side, side);
        };
    }
}
