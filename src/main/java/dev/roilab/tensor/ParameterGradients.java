package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Gradients of a layer's parameters, each of its parameter's shape.
 *
 * @param bias null where none was asked for
 */
public record ParameterGradients(Tensor weights, @Nullable Tensor bias) {}
