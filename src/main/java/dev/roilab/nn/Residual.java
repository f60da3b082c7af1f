package dev.roilab.nn;

import dev.roilab.autograd.Gradients;
import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code relu(body(x) + shortcut(x))}: the building block of arXiv:1512.03385, figure 2.
 *
 * @param shortcut a projection where the body changes the shape; absent: the identity
 */
public record Residual(Layer body, Optional<Layer> shortcut) implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        Variable change = body.forward(tape, input);
        Variable kept = shortcut.map(layer -> layer.forward(tape, input)).orElse(input);
        Variable output = addAndRectify(tape, change, kept);
        Intermediate.release(change, output, input);
        Intermediate.release(kept, output, input);
        return output;
    }

    private static Variable addAndRectify(Tape tape, Variable a, Variable b) {
        Engine engine = tape.engine();
        Tensor output = engine.elementwise().add(a.value(), b.value(), Activation.RELU);
        return tape.record(output, List.of(a, b), (outputGradient, gradients) -> {
            deliver(engine, engine.elementwise().reluGradient(outputGradient, output), a, b, gradients);
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

    @Override
    public List<Parameter> parameters() {
        return parts().flatMap(layer -> layer.parameters().stream()).toList();
    }

    @Override
    public List<Parameter> buffers() {
        return parts().flatMap(layer -> layer.buffers().stream()).toList();
    }

    private Stream<Layer> parts() {
        return Stream.concat(Stream.of(body), shortcut.stream());
    }
}
