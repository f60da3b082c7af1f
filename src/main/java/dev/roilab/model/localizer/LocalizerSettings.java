package dev.roilab.model.localizer;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.picture.PictureHead;
import dev.roilab.nn.BoxLoss;
import dev.roilab.roi.RoiLayer;
import java.util.Optional;

/**
 * Classification and localization of one object: a classifier with a second output of four numbers, as OverFeat
 * (arXiv:1312.6229), section 4, has it, trained on both at once.
 *
 * @param pooling what makes a vector of a map, such as a pyramid; absent: the mean of each channel, which has lost
 *     where things are but for what the channels say of it
 * @param head what stands above it
 * @param boxes how many there are
 * @param boxLoss on a box's middle, width and height, as parts of the picture's
 */
public record LocalizerSettings(
        BackboneSettings backbone, Optional<RoiLayer> pooling, PictureHead head, Boxes boxes, BoxLoss boxLoss)
        implements ModelSettings {
    /** What the second output says. */
    public enum Boxes {
        /** One box for whatever there is. */
        ONE,
        /** A box for each class, of which that of the most probable is taken. */
        BY_CLASS
    }
}
