package dev.roilab.data.parts;

import dev.roilab.data.Placement;
import java.util.Optional;

/**
 * What may be known of an object beside its class and its box. All of it moves together, wherever the picture is moved.
 *
 * @param crowd whether it is a group of objects in one region, of which any number may be found there (COCO's
 *     {@code iscrowd}); no training has such an object
 * @param area in square pixels, by which COCO tells sizes, as its annotation says; absent: that of mask or box
 * @param mask its pixels
 * @param keyPoints its key points
 */
public record ObjectParts(
        boolean crowd, Optional<Double> area, Optional<ObjectMask> mask, Optional<ObjectKeyPoints> keyPoints) {
    /** Nothing more is known. */
    public static final ObjectParts NONE = new ObjectParts(false, Optional.empty(), Optional.empty(), Optional.empty());

    /** The same in a picture that is made of the object's own. */
    public ObjectParts placed(Placement placement) {
        return equals(NONE)
                ? NONE
                : new ObjectParts(
                        crowd,
                        area.map(pixels -> pixels * placement.scaleX() * placement.scaleY()),
                        mask.map(own -> own.placed(placement)),
                        keyPoints.map(own -> own.placed(placement)));
    }
}
