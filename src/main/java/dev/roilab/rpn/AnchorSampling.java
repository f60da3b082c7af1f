package dev.roilab.rpn;

import dev.roilab.data.Resizing.Extent;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Optional;

/**
 * Which anchors of an image a region proposal network learns from: Faster R-CNN (arXiv:1506.01497), sections 3.1.2 and
 * 3.1.3.
 *
 * @param anchors of an image, at most
 * @param foreground the part of them that is an object's, at most
 * @param foregroundIou at least this overlap makes an anchor an object's; so does the largest that any has with it
 * @param backgroundIou less than this overlap with every object makes it background
 * @param crossing what becomes of anchors that lie partly outside of the image; absent: they are left out
 */
public record AnchorSampling(
        @Range(min = 1) int anchors,
        @Range(above = 0, below = 1) double foreground,
        @Range(above = 0, max = 1) double foregroundIou,
        @Range(min = 0, max = 1) double backgroundIou,
        Optional<Crossing> crossing)
        implements PartlyRead {
    public AnchorSampling {
        Ranges.require(AnchorSampling.class, anchors, foreground, foregroundIou, backgroundIou, crossing);
        if (backgroundIou > foregroundIou) {
            throw new IllegalArgumentException("background_iou must not exceed foreground_iou, got %s and %s"
                    .formatted(backgroundIou, foregroundIou));
        }
    }

    /**
     * Whether an anchor of these sides can be an object's by its overlap, wherever it lies, in pictures of one size.
     *
     * @param width of the anchor, pixels
     * @param height of the anchor, pixels
     */
    boolean canLearn(double width, double height, Extent picture) {
        double seen = Math.min(width, picture.width()) * Math.min(height, picture.height());
        return crossing.equals(Optional.of(Crossing.USED))
                ? seen >= foregroundIou * width * height
                : seen == width * height;
    }

    /** Of anchors that cross the image's border, in training. */
    public enum Crossing {
        /** They take no part: the paper. */
        IGNORED,
        /** They are like all others: torchvision. */
        USED
    }

    @Override
    public List<Unread> unread() {
        return Unread.asDefault("crossing", crossing, Crossing.IGNORED);
    }
}
