package dev.roilab.nn;

import dev.roilab.autograd.Mode;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Leaves a random part of the numbers out of a training step and multiplies the others, so that their sum keeps its
 * mean: Srivastava et al., JMLR 15 (2014), section 10, in the form that needs nothing in a test.
 */
public final class Dropout {
    private Dropout() {}

    /**
     * The input itself outside of training and where nothing is to be left out.
     *
     * @param input of any shape
     * @param part that is left out, in [0, 1)
     * @param random of the step
     */
    public static Variable apply(Tape tape, Variable input, double part, SplittableRandom random) {
        if (tape.mode() != Mode.TRAINING || part == 0) {
            return input;
        }
        Engine engine = tape.engine();
        float[] factors = new float[Math.toIntExact(input.shape().elements())];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = random.nextDouble() < part ? 0 : (float) (1 / (1 - part));
        }
        Tensor mask = engine.tensor(factors, input.shape());
        return tape.record(
                engine.elementwise().multiply(input.value(), mask),
                List.of(input),
                (outputGradient, gradients) ->
                        gradients.add(input, () -> engine.elementwise().multiply(outputGradient, mask)));
    }
}
