package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import java.util.List;

/** A differentiable map with its parameters. */
public interface Layer {
    Variable forward(Tape tape, Variable input);

    /** In the order of the forward pass, those that layers share once for each; see {@link Parameter#distinct}. */
    List<Parameter> parameters();

    /** Statistics that are not learned but belong to the weights, such as batch norm's running mean. */
    default List<Parameter> buffers() {
        return List.of();
    }
}
