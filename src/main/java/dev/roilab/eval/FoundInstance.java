package dev.roilab.eval;

/** A found object, by more than its box: what COCO's matching knows of it besides how it overlaps. */
public interface FoundInstance {
    /** Index of the class, from 0. */
    int label();

    /** Confidence; only its order matters. */
    double score();

    /** In square pixels, for the size classes of COCO: a wrong detection outside a size range does not count there. */
    double area();
}
