package dev.roilab.tensor;

/** Some of an {@link Engine}'s operations that belong together. What they take and give is that engine's. */
public interface OperationGroup {}
