package dev.roilab.eval;

import dev.roilab.geometry.mask.RunLengthMask;

/**
 * An object found by its pixels.
 *
 * @param label index of the class, from 0
 * @param score confidence; only its order matters
 * @param area in square pixels, for the size classes of COCO; pycocotools takes that of the box where a file of results
 *     has boxes beside the masks
 */
public record FoundMask(int label, double score, RunLengthMask mask, double area) implements FoundInstance {
    /** With the number of the mask's pixels as its area. */
    public static FoundMask of(int label, double score, RunLengthMask mask) {
        return new FoundMask(label, score, mask, mask.area());
    }
}
