package dev.roilab.nn;

import dev.roilab.autograd.Gradients;
import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A fully connected layer, [B, I] to [B, O], and what is applied to its result.
 *
 * @param weights [O, I]
 * @param bias [O]; absent in the first of two layers that stand for one
 */
public record Linear(Parameter weights, Optional<Parameter> bias, Activation activation) implements Layer {
    /** A layer whose bias starts at 0; names {@code weight} and {@code bias}. */
    public static Linear create(
            ParameterFactory factory, int inputs, int outputs, Activation activation, Initializer initializer) {
        return new Linear(
                factory.weight("weight", Shape.of(outputs, inputs), initializer),
                Optional.of(factory.undecayed("bias", Shape.of(outputs), Initializer.zeros())),
                activation);
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        Engine engine = tape.engine();
        Variable matrix = tape.variable(weights);
        Optional<Variable> offset = bias.map(tape::variable);
        Tensor output = engine.matrices()
                .linear(
                        input.value(),
                        matrix.value(),
                        offset.map(Variable::value).orElse(null),
                        activation);
        List<Variable> inputs =
                Stream.concat(Stream.of(input, matrix), offset.stream()).toList();
        return tape.record(output, inputs, (outputGradient, gradients) -> {
            Tensor gradient = FusedActivation.gradient(engine, activation, outputGradient, output);
            deliver(engine, gradient, inputs, gradients);
            FusedActivation.release(gradient, outputGradient);
        });
    }

    private void deliver(Engine engine, Tensor gradient, List<Variable> inputs, Gradients gradients) {
        Variable input = inputs.getFirst();
        Variable matrix = inputs.get(1);
        if (weights.isTrained()) {
            ParameterGradients computed =
                    engine.matrices().linearParameterGradients(input.value(), gradient, bias.isPresent());
            gradients.add(matrix, computed::weights);
            inputs.stream()
                    .skip(2)
                    .forEach(offset -> gradients.add(offset, () -> Objects.requireNonNull(computed.bias())));
        }
        gradients.add(input, () -> engine.matrices().linearInputGradient(gradient, matrix.value()));
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(Stream.of(weights), bias.stream()).toList();
    }
}
