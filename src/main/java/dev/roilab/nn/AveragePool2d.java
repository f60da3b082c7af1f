package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Pooling;
import java.util.List;

/** The mean of each window, [N, C, H, W] to [N, C, OH, OW]. */
public record AveragePool2d(Pooling pooling) implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        Engine engine = tape.engine();
        return tape.record(
                engine.pooling().averagePool(input.value(), pooling, false),
                List.of(input),
                (outputGradient, gradients) -> gradients.add(
                        input,
                        () -> engine.pooling().averagePoolGradient(outputGradient, input.shape(), pooling, false)));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
