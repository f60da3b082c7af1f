package dev.roilab.eval;

/** An object to be found, by more than its box: what COCO's matching knows of it besides how it is overlapped. */
public interface TrueInstance {
    /** Index of the class, from 0. */
    int label();

    /** In square pixels, for the size classes of COCO. */
    double area();

    /** Whether finding it counts. */
    GroundTruth.Standing standing();
}
