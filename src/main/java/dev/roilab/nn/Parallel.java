package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import java.util.ArrayList;
import java.util.List;

/** Branches over one input, their outputs side by side: an inception module, GoogLeNet (arXiv:1409.4842), figure 2. */
public record Parallel(List<Layer> branches) implements Layer {
    public Parallel {
        branches = List.copyOf(branches);
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        List<Variable> found = new ArrayList<>();
        for (Layer branch : branches) {
            found.add(branch.forward(tape, input));
        }
        Variable output = Concatenation.of(tape, found);
        found.forEach(part -> Intermediate.release(part, output, input));
        return output;
    }

    @Override
    public List<Parameter> parameters() {
        return branches.stream().flatMap(branch -> branch.parameters().stream()).toList();
    }

    @Override
    public List<Parameter> buffers() {
        return branches.stream().flatMap(branch -> branch.buffers().stream()).toList();
    }
}
