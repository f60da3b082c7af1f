package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
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
        Variable output = Addition.of(tape, change, kept, Activation.RELU);
        Intermediate.release(change, output, input);
        Intermediate.release(kept, output, input);
        return output;
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
