package dev.roilab.nn;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;

/** The way back through an activation that an operation applied to its own result. */
final class FusedActivation {
    private FusedActivation() {}

    /** The gradient before the activation: a new tensor, or {@code outputGradient} itself where there is none. */
    static Tensor gradient(Engine engine, Activation activation, Tensor outputGradient, Tensor output) {
        return switch (activation) {
            case NONE -> outputGradient;
            case RELU -> engine.elementwise().reluGradient(outputGradient, output);
            case LEAKY_RELU -> engine.elementwise().leakyReluGradient(outputGradient, output, Activation.LEAK);
        };
    }

    /** Releases what {@link #gradient} made. */
    @SuppressWarnings("ReferenceEquality") // the question is whether they are one tensor
    static void release(Tensor gradient, Tensor outputGradient) {
        if (gradient != outputGradient) {
            gradient.release();
        }
    }
}
