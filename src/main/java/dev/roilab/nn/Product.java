package dev.roilab.nn;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import java.util.List;

/** The product of two tensors of one shape, number by number. */
final class Product {
    private Product() {}

    static Variable of(Tape tape, Variable a, Variable b) {
        Engine engine = tape.engine();
        return tape.record(
                engine.elementwise().multiply(a.value(), b.value()), List.of(a, b), (outputGradient, gradients) -> {
                    gradients.add(a, () -> engine.elementwise().multiply(outputGradient, b.value()));
                    gradients.add(b, () -> engine.elementwise().multiply(outputGradient, a.value()));
                });
    }
}
