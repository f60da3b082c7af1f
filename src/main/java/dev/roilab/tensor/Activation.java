package dev.roilab.tensor;

/** What an operation applies to its result before it stores it. */
public enum Activation {
    NONE,
    RELU
}
