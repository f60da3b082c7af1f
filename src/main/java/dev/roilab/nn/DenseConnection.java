package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import java.util.List;

/** {@code [x, body(x)]}: what a layer finds beside all that it was given, DenseNet (arXiv:1608.06993), equation 2. */
public record DenseConnection(Layer body) implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        Variable found = body.forward(tape, input);
        Variable output = Concatenation.of(tape, List.of(input, found));
        Intermediate.release(found, output, input);
        return output;
    }

    @Override
    public List<Parameter> parameters() {
        return body.parameters();
    }

    @Override
    public List<Parameter> buffers() {
        return body.buffers();
    }
}
