package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Resampling;
import java.util.List;

/** A map of {@code factor} times as many rows and columns, [N, C, H, W] to [N, C, factor * H, factor * W]. */
public record Upsample2d(int factor, Resampling.Kind kind) implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        return resample(tape, input, Resampling.enlarged(input.shape(), factor, kind));
    }

    /** A map at a size of its own, [N, C, height, width]. */
    public static Variable resample(Tape tape, Variable input, Resampling resampling) {
        Engine engine = tape.engine();
        return tape.record(
                engine.resampling().resample(input.value(), resampling),
                List.of(input),
                (outputGradient, gradients) -> gradients.add(
                        input, () -> engine.resampling().resampleGradient(outputGradient, input.shape(), resampling)));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
