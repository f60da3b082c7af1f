package dev.roilab.result;

/**
 * How far a trial is and how it ended. Only {@link #OK} counts as a result; the others are tried again by the next run.
 */
public enum Status {
    /** Not begun. */
    PLANNED,
    /** A living process works on it. */
    RUNNING,
    OK,
    /** A loss was not finite. */
    DIVERGED,
    OUT_OF_MEMORY,
    INTERRUPTED,
    /** There was a result, and a file of it is missing or is not what was written. */
    DAMAGED,
    DATA_ERROR,
    /** The machine that was to run it lacks what it needs; another may have it. */
    UNAVAILABLE,
    CRASHED;

    /** Whether an attempt ended without a result. */
    public boolean isFailure() {
        return switch (this) {
            case PLANNED, RUNNING, OK -> false;
            case DIVERGED, OUT_OF_MEMORY, INTERRUPTED, DAMAGED, DATA_ERROR, UNAVAILABLE, CRASHED -> true;
        };
    }
}
