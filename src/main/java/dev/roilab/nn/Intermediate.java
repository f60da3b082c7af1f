package dev.roilab.nn;

import dev.roilab.autograd.Variable;

/** Values between layers that nobody but the next layer reads. */
final class Intermediate {
    private Intermediate() {}

    /**
     * Releases {@code value}, from which {@code output} was computed, if the backward pass will not read it: an output
     * without gradient has recorded nothing. The caller's own {@code input} and a value handed through stay.
     */
    @SuppressWarnings("ReferenceEquality") // the question is whether they are one tensor
    static void release(Variable value, Variable output, Variable input) {
        boolean shared = value.value() == output.value() || value.value() == input.value();
        if (!shared && !output.needsGradient()) {
            value.value().release();
        }
    }
}
