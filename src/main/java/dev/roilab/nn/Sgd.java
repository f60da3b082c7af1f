package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.UpdateOperations.SgdStep;
import java.util.ArrayList;
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
    private final SgdSettings settings;

    /** All parameters at one rate, gradients as they are. */
    public Sgd(Engine engine, List<Parameter> parameters, double momentum, double decay) {
        this(engine, parameters, new SgdSettings(momentum, decay));
    }

    /** @param parameters of which those that are trained are moved */
    public Sgd(Engine engine, List<Parameter> parameters, SgdSettings settings) {
        this.engine = engine;
        this.slots = Parameter.distinct(parameters).stream()
                .filter(Parameter::isTrained)
                .map(parameter ->
                        new Slot(parameter, velocityOf(engine, parameter), isBias(parameter) ? settings.biasRate() : 1))
                .toList();
        this.settings = settings;
    }

    /** Moves every parameter at which the tape's backward pass left a gradient. */
    public void step(Tape tape, double rate) {
        List<SgdStep> steps = slots.stream()
                .flatMap(slot -> tape.gradient(slot.parameter()).map(gradient -> stepOf(slot, gradient, rate)).stream())
                .toList();
        settings.clipNorm()
                .ifPresentOrElse(
                        most -> clipped(steps, most), () -> engine.updates().sgdSteps(steps, settings.momentum()));
    }

    /** As PyTorch's {@code clip_grad_norm_}, without its addition of 1e-6 to the norm. */
    private void clipped(List<SgdStep> steps, double most) {
        double squares = 0;
        for (SgdStep step : steps) {
            squares += engine.elementwise().sumOfSquares(step.gradient());
        }
        double norm = Math.sqrt(squares);
        if (norm <= most) {
            engine.updates().sgdSteps(steps, settings.momentum());
            return;
        }
        try (Scope _ = engine.openScope()) {
            List<SgdStep> shorter = new ArrayList<>();
            for (SgdStep step : steps) {
                Tensor gradient = engine.elementwise().multiply(step.gradient(), most / norm);
                shorter.add(new SgdStep(step.parameter(), gradient, step.velocity(), step.rate(), step.decay()));
            }
            engine.updates().sgdSteps(shorter, settings.momentum());
        }
    }

    private SgdStep stepOf(Slot slot, Tensor gradient, double rate) {
        Parameter parameter = slot.parameter();
        return new SgdStep(
                parameter.value(),
                gradient,
                slot.velocity().value(),
                rate * slot.rateFactor() * parameter.rateFactor(),
                settings.decay() * parameter.decayFactor());
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
