package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engine.Pooled;
import dev.roilab.tensor.Pooling;
import java.util.List;
import java.util.Objects;

/** The maximum of each window, [N, C, H, W] to [N, C, OH, OW]. */
public record MaxPool2d(Pooling pooling) implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        Engine engine = tape.engine();
        Pooled pooled = engine.maxPool(input.value(), pooling);
        Variable output = tape.record(
                pooled.values(),
                List.of(input),
                (outputGradient, gradients) -> gradients.add(
                        input,
                        () -> engine.maxPoolGradient(
                                outputGradient, Objects.requireNonNull(pooled.switches()), input.shape(), pooling)));
        if (!output.needsGradient() && pooled.switches() != null) {
            pooled.switches().release();
        }
        return output;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
