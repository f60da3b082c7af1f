package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.tensor.Engine;
import java.util.List;

/**
 * Stochastic gradient descent with momentum and weight decay, in PyTorch's form: {@code v = momentum * v + gradient +
 * decay * w; w -= rate * v}. Create it in the scope of the parameters: it keeps a velocity for each trained one.
 */
public final class Sgd {
    private record Slot(Parameter parameter, Parameter velocity) {}

    private final Engine engine;
    private final List<Slot> slots;
    private final double momentum;
    private final double decay;

    public Sgd(Engine engine, List<Parameter> parameters, double momentum, double decay) {
        this.engine = engine;
        this.slots = parameters.stream()
                .filter(Parameter::isTrained)
                .map(parameter -> new Slot(parameter, velocityOf(engine, parameter)))
                .toList();
        this.momentum = momentum;
        this.decay = decay;
    }

    /** Moves every parameter at which the tape's backward pass left a gradient. */
    public void step(Tape tape, double rate) {
        for (Slot slot : slots) {
            Parameter parameter = slot.parameter();
            tape.gradient(parameter)
                    .ifPresent(gradient -> engine.sgdStep(
                            parameter.value(),
                            gradient,
                            slot.velocity().value(),
                            rate * parameter.rateFactor(),
                            momentum,
                            decay * parameter.decayFactor()));
        }
    }

    /** The velocities, named {@code velocity.} and the parameter's name: what a checkpoint saves beside the weights. */
    public List<Parameter> state() {
        return slots.stream().map(Slot::velocity).toList();
    }

    private static Parameter velocityOf(Engine engine, Parameter parameter) {
        return new Parameter("velocity." + parameter.name(), engine.zeros(parameter.shape()), 0, 0);
    }
}
