package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.List;

/**
 * Undoes one max pooling (Zeiler and Fergus, arXiv:1311.2901, section 2.1): values [N, C, OH, OW] go back to where the
 * maxima came from, on a map [N, C, H, W] of zeros. {@link MaxPool2d#forwardPaired} makes it.
 *
 * @param switches of the pooling
 * @param input the shape of what was pooled
 */
public record MaxUnpool2d(Tensor switches, Shape input, Pooling pooling) implements Layer {
    @Override
    public Variable forward(Tape tape, Variable values) {
        Engine engine = tape.engine();
        return tape.record(
                engine.pooling().maxUnpool(values.value(), switches, input, pooling),
                List.of(values),
                (outputGradient, gradients) -> gradients.add(
                        values, () -> engine.pooling().maxUnpoolGradient(outputGradient, switches, pooling)));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
