package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.List;

/** [N, C, H, W] to [N, H * W * C], the order of {@link ShapeOperations#flatten}: channels innermost. */
public record Flatten() implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        Engine engine = tape.engine();
        Tensor output = engine.shapes().flatten(input.value());
        return tape.record(
                output,
                List.of(input),
                (outputGradient, gradients) ->
                        gradients.add(input, () -> engine.shapes().unflatten(outputGradient, input.shape())));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
