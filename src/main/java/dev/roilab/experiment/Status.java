package dev.roilab.experiment;

/** How a trial ended. Only {@link #OK} counts as a result; the others are tried again by the next run. */
public enum Status {
    OK,
    /** A loss was not finite. */
    DIVERGED,
    OUT_OF_MEMORY,
    INTERRUPTED,
    DATA_ERROR,
    CRASHED
}
