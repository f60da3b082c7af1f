package dev.roilab.detect.postprocessing;

/** What a detection's box is: Fast R-CNN (arXiv:1504.08083), table 6, tests with and without the regressor. */
public enum DetectedBoxes {
    REGRESSED,
    /** The proposal as it is. */
    PROPOSALS;

    /** Name of the setting in {@code model}. */
    public static final String KEY = "boxes";
}
