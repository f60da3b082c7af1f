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

    /** An object whose area is that of its annotation, or of its box where it says none. */
    public static GroundTruth of(TrueObject object) {
        double area = object.parts().area().orElse(object.box().area());
        return new GroundTruth(object.label(), object.box(), area, standing(object));
    }

    /** Whether an object must be found. */
    public static Standing standing(TrueObject object) {
        if (object.parts().crowd()) {
            return Standing.CROWD;
        }
        return object.difficult() ? Standing.DIFFICULT : Standing.COUNTED;
    }
}
