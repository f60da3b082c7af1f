package dev.roilab.nn;

import dev.roilab.autograd.Gradients;
import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Cross-correlation, [N, I, H, W] to [N, O, OH, OW], and what is applied to its result.
 *
 * @param weights [O, I / groups, KH, KW]
 * @param bias [O]
 */
public record Conv2d(Parameter weights, Optional<Parameter> bias, Convolution convolution, Activation activation)
        implements Layer {
    /**
     * A convolution with a kernel [O, I / groups, KH, KW] and a bias that starts at 0; names {@code weight} and
     * {@code bias}.
     */
    public static Conv2d withBias(
            ParameterFactory factory,
            Shape kernel,
            Convolution convolution,
            Activation activation,
            Initializer initializer) {
        Parameter bias = factory.undecayed("bias", Shape.of(kernel.size(0)), Initializer.zeros());
        return new Conv2d(factory.weight("weight", kernel, initializer), Optional.of(bias), convolution, activation);
    }

    /** A convolution before a normalisation, which makes a bias redundant. */
    public static Conv2d withoutBias(
            ParameterFactory factory, Shape kernel, Convolution convolution, Initializer initializer) {
        return new Conv2d(
                factory.weight("weight", kernel, initializer), Optional.empty(), convolution, Activation.NONE);
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        return convolve(
                tape, List.of(input, tape.variable(weights)), bias.map(tape::variable), convolution, activation);
    }

    /** @param operands map and kernel */
    static Variable convolve(
            Tape tape,
            List<Variable> operands,
            Optional<Variable> bias,
            Convolution convolution,
            Activation activation) {
        Engine engine = tape.engine();
        Tensor output = engine.convolutions()
                .convolution(
                        operands.getFirst().value(),
                        operands.getLast().value(),
                        bias.map(Variable::value).orElse(null),
                        convolution,
                        activation);
        List<Variable> inputs = Stream.concat(operands.stream(), bias.stream()).toList();
        return tape.record(output, inputs, (outputGradient, gradients) -> {
            Tensor gradient = FusedActivation.gradient(engine, activation, outputGradient, output);
            deliver(engine, gradient, inputs, convolution, gradients);
            FusedActivation.release(gradient, outputGradient);
        });
    }

    private static void deliver(
            Engine engine, Tensor gradient, List<Variable> inputs, Convolution convolution, Gradients gradients) {
        Variable input = inputs.getFirst();
        Variable kernel = inputs.get(1);
        if (kernel.needsGradient()) {
            ParameterGradients computed = engine.convolutions()
                    .convolutionParameterGradients(
                            input.value(), gradient, kernel.shape(), convolution, inputs.size() > 2);
            gradients.add(kernel, computed::weights);
            inputs.stream()
                    .skip(2)
                    .forEach(offset -> gradients.add(offset, () -> Objects.requireNonNull(computed.bias())));
        }
        gradients.add(
                input,
                () -> engine.convolutions()
                        .convolutionInputGradient(gradient, kernel.value(), input.shape(), convolution));
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(Stream.of(weights), bias.stream()).toList();
    }
}
