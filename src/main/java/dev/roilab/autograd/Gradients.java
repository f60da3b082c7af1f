package dev.roilab.autograd;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where operations deliver the gradients of their inputs during one backward pass.
 *
 * <p>One tensor may be the gradient of several variables at once: an addition hands its own on to both inputs. The
 * holders are counted, so that only a tensor with one holder is added to in place and only one without is released.
 */
public final class Gradients {
    private final Engine engine;
    private final IdentityHashMap<Tensor, Integer> holders = new IdentityHashMap<>();

    Gradients(Engine engine) {
        this.engine = engine;
    }

    /** Adds what {@code gradient} computes to the variable's gradient; computes nothing where none is needed. */
    public void add(Variable variable, Supplier<Tensor> gradient) {
        if (!variable.needsGradient()) {
            return;
        }
        Tensor addend = gradient.get();
        Optional<Tensor> existing = variable.gradient();
        if (existing.isEmpty()) {
            hold(addend);
            variable.setGradient(addend);
        } else if (holders.getOrDefault(existing.get(), 0) == 1) {
            engine.elementwise().accumulate(existing.get(), addend);
            releaseUnlessHeld(addend);
        } else {
            Tensor sum = engine.elementwise().add(existing.get(), addend, Activation.NONE);
            hold(sum);
            variable.setGradient(sum);
            release(existing.get());
            releaseUnlessHeld(addend);
        }
    }

    /** Ends one holder's use of a gradient. */
    void release(Tensor gradient) {
        holders.merge(gradient, -1, Integer::sum);
        releaseUnlessHeld(gradient);
    }

    private void hold(Tensor gradient) {
        holders.merge(gradient, 1, Integer::sum);
    }

    private void releaseUnlessHeld(Tensor gradient) {
        if (holders.getOrDefault(gradient, 0) <= 0) {
            holders.remove(gradient);
            gradient.release();
        }
    }
}
