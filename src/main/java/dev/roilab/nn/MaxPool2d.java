package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/** The maximum of each window, [N, C, H, W] to [N, C, OH, OW]. */
public record MaxPool2d(Pooling pooling) implements Layer {
    /** @param unpooling undoes this very pooling; it lives as long as its scope */
    public record Paired(Variable output, MaxUnpool2d unpooling) {}

    @Override
    public Variable forward(Tape tape, Variable input) {
        Paired paired = forwardPaired(tape, input);
        if (!paired.output().needsGradient()) {
            paired.unpooling().switches().release();
        }
        return paired.output();
    }

    /** Pools, and remembers where the maxima came from. */
    public Paired forwardPaired(Tape tape, Variable input) {
        Engine engine = tape.engine();
        Pooled pooled = engine.pooling().maxPool(input.value(), pooling);
        Tensor switches = Objects.requireNonNull(pooled.switches());
        Variable output = tape.record(
                pooled.values(),
                List.of(input),
                (outputGradient, gradients) -> gradients.add(
                        input,
                        () -> engine.pooling().maxPoolGradient(outputGradient, switches, input.shape(), pooling)));
        return new Paired(output, new MaxUnpool2d(switches, input.shape(), pooling));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
