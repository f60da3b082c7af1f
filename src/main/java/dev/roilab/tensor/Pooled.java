package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;

/**
 * What a pooling found.
 *
 * @param switches engine-private record of the winners; null where the operation has none
 */
public record Pooled(Tensor values, @Nullable Tensor switches) {}
