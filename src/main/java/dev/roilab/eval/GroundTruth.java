package dev.roilab.eval;

import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;

/**
 * An annotated object as evaluation sees it.
 *
 * @param label index of the class, from 0
 * @param area in square pixels, for the size classes of COCO: that of the segmentation where there is one
 * @param standing whether finding it counts
 */
public record GroundTruth(int label, Box box, double area, Standing standing) {
    /** Whether an object must be found. */
    public enum Standing {
        /** Must be found. */
        COUNTED,
        /** VOC's difficult objects: neither rewarded nor punished. */
        DIFFICULT,
        /** COCO's crowd regions: not counted, absorb any number of detections by the share of these inside. */
        CROWD
    }

    /** An object whose area is that of its box. */
    public static GroundTruth of(TrueObject object) {
        Standing standing = object.difficult() ? Standing.DIFFICULT : Standing.COUNTED;
        return new GroundTruth(object.label(), object.box(), object.box().area(), standing);
    }
}
