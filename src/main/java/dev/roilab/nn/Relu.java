package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.List;

/** {@code max(x, 0)}; layers with weights apply it themselves, which saves a pass over the data. */
public record Relu() implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        Engine engine = tape.engine();
        Tensor output = engine.relu(input.value());
        return tape.record(
                output,
                List.of(input),
                (outputGradient, gradients) -> gradients.add(input, () -> engine.reluGradient(outputGradient, output)));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
