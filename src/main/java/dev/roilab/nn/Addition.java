package dev.roilab.nn;

import dev.roilab.autograd.Gradients;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.List;

/** The sum of two maps of one shape, and what is applied to it. */
public final class Addition {
    private Addition() {}

    /** {@code activation(a + b)}. */
    public static Variable of(Tape tape, Variable a, Variable b, Activation activation) {
        Engine engine = tape.engine();
        Tensor output = engine.elementwise().add(a.value(), b.value(), activation);
        return tape.record(output, List.of(a, b), (outputGradient, gradients) -> {
            if (activation == Activation.NONE) {
                // The output holds it until both have seen it.
                gradients.add(a, () -> outputGradient);
                gradients.add(b, () -> outputGradient);
            } else {
                deliver(engine, FusedActivation.gradient(engine, activation, outputGradient, output), a, b, gradients);
            }
        });
    }

    /**
     * Hands one tensor on to both addends. Where {@code a} has a gradient already, the tensor would be added to that
     * and released before {@code b} sees it, so {@code a} gets a copy.
     */
    private static void deliver(Engine engine, Tensor gradient, Variable a, Variable b, Gradients gradients) {
        boolean copy = a.gradient().isPresent() && b.needsGradient();
        gradients.add(a, () -> copy ? engine.elementwise().multiply(gradient, 1) : gradient);
        gradients.add(b, () -> gradient);
    }
}
