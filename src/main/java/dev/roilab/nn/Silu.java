package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.ElementwiseOperations;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.List;

/**
 * {@code x * sigmoid(x)}, number by number: SiLU (arXiv:1702.03118), section 2, which is Swish (arXiv:1710.05941) with
 * a beta of 1.
 */
public record Silu() implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        Engine engine = tape.engine();
        Tensor gates = engine.elementwise().sigmoid(input.value());
        Variable output = tape.record(
                engine.elementwise().multiply(input.value(), gates),
                List.of(input),
                (outputGradient, gradients) ->
                        gradients.add(input, () -> gradient(engine, outputGradient, input.value(), gates)));
        if (!output.needsGradient()) {
            gates.release();
        }
        return output;
    }

    /** {@code g * s + g * x * s'}, where s is the sigmoid. */
    private static Tensor gradient(Engine engine, Tensor outputGradient, Tensor input, Tensor gates) {
        ElementwiseOperations elementwise = engine.elementwise();
        Tensor gradient = elementwise.multiply(outputGradient, gates);
        Tensor ofGates = elementwise.multiply(outputGradient, input);
        Tensor through = elementwise.sigmoidGradient(ofGates, gates);
        ofGates.release();
        elementwise.accumulate(gradient, through);
        through.release();
        return gradient;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
