package dev.roilab.nn;

import dev.roilab.autograd.Mode;
import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Resampling;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code x + body(x)}, where a training step leaves the body out for some of its pictures and multiplies it for the
 * others, so that the sum keeps its mean: stochastic depth (arXiv:1603.09382), section 3, in the form that needs
 * nothing in a test. [N, C, H, W] to the same.
 *
 * @param body keeps the shape
 * @param dropped how likely a picture is left out, in [0, 1)
 */
public record StochasticDepth(Layer body, double dropped) implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        Variable found = body.forward(tape, input);
        Variable kept = tape.mode() == Mode.TRAINING && dropped > 0 ? weighed(tape, found) : found;
        Variable output = Addition.of(tape, kept, input, Activation.NONE);
        Intermediate.release(kept, output, input);
        Intermediate.release(found, kept, input);
        return output;
    }

    private Variable weighed(Tape tape, Variable found) {
        Engine engine = tape.engine();
        Shape shape = found.shape();
        Tensor factors = engine.tensor(
                factors(shape.size(0), shape.size(1), tape.draws()), Shape.of(shape.size(0), shape.size(1), 1, 1));
        var whole = new Resampling(shape.size(2), shape.size(3), Resampling.Kind.NEAREST);
        Tensor spread = engine.resampling().resample(factors, whole);
        factors.release();
        return tape.record(
                engine.elementwise().multiply(found.value(), spread),
                List.of(found),
                (outputGradient, gradients) ->
                        gradients.add(found, () -> engine.elementwise().multiply(outputGradient, spread)));
    }

    /** One random number a picture, whatever its channels. */
    private float[] factors(int pictures, int channels, SplittableRandom random) {
        float[] factors = new float[pictures * channels];
        for (int picture = 0; picture < pictures; picture++) {
            float factor = random.nextDouble() < dropped ? 0 : (float) (1 / (1 - dropped));
            Arrays.fill(factors, picture * channels, (picture + 1) * channels, factor);
        }
        return factors;
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
