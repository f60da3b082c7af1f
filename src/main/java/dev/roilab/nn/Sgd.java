package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.UpdateOperations.SgdStep;
import java.util.List;

/**
 * Stochastic gradient descent with momentum and weight decay, in PyTorch's form: {@code v = momentum * v + gradient +
 * decay * w; w -= rate * v}. Biases, the shifts of normalisations among them, may learn at a multiple of the rate.
 * Create it in the scope of the parameters: it keeps a velocity for each trained one, and moves one that several layers
 * share once a step, by the sum of its gradients.
 */
public final class Sgd {
    /** End of the names of biases, and of the shifts of normalisations. */
    private static final String BIAS = "bias";

    /** @param rateFactor of this optimiser, beside the parameter's own */
    private record Slot(Parameter parameter, Parameter velocity, double rateFactor) {}

    private final Engine engine;
    private final List<Slot> slots;
    private final double momentum;
    private final double decay;

    /** All parameters at one rate. */
    public Sgd(Engine engine, List<Parameter> parameters, double momentum, double decay) {
        this(engine, parameters, momentum, decay, 1);
    }

    /** @param biasRate of the learning rate: 2 in Fast R-CNN (arXiv:1504.08083), section 2.3 */
    public Sgd(Engine engine, List<Parameter> parameters, double momentum, double decay, double biasRate) {
        this.engine = engine;
        this.slots = Parameter.distinct(parameters).stream()
                .filter(Parameter::isTrained)
                .map(parameter -> new Slot(parameter, velocityOf(engine, parameter), isBias(parameter) ? biasRate : 1))
                .toList();
        this.momentum = momentum;
        this.decay = decay;
    }

    /** Moves every parameter at which the tape's backward pass left a gradient. */
    public void step(Tape tape, double rate) {
        List<SgdStep> steps = slots.stream()
                .flatMap(slot -> tape.gradient(slot.parameter()).map(gradient -> stepOf(slot, gradient, rate)).stream())
                .toList();
        engine.updates().sgdSteps(steps, momentum);
    }

    private SgdStep stepOf(Slot slot, Tensor gradient, double rate) {
        Parameter parameter = slot.parameter();
        return new SgdStep(
                parameter.value(),
                gradient,
                slot.velocity().value(),
                rate * slot.rateFactor() * parameter.rateFactor(),
                decay * parameter.decayFactor());
    }

    /** The velocities, named {@code velocity.} and the parameter's name: what a checkpoint saves beside the weights. */
    public List<Parameter> state() {
        return slots.stream().map(Slot::velocity).toList();
    }

    private static boolean isBias(Parameter parameter) {
        return parameter.name().equals(BIAS) || parameter.name().endsWith("." + BIAS);
    }

    private static Parameter velocityOf(Engine engine, Parameter parameter) {
        return new Parameter("velocity." + parameter.name(), engine.zeros(parameter.shape()), 0, 0);
    }
}
