package dev.roilab.autograd;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * The record of one forward pass. Operations append what computes their gradients; {@link #backward} replays them from
 * last to first. Gradients that meet at a variable add up in that fixed order, so equal passes give equal bits.
 */
public final class Tape {
    /** Computes and delivers the gradients of one operation's inputs. */
    @FunctionalInterface
    public interface Backward {
        void deliver(Tensor outputGradient, Gradients gradients);
    }

    private record Entry(Variable output, Backward backward) {}

    private final Engine engine;
    private final boolean recording;
    private final Mode mode;
    private final Optional<SplittableRandom> draws;
    private final List<Entry> entries = new ArrayList<>();
    private final IdentityHashMap<Parameter, Variable> parameters = new IdentityHashMap<>();

    private Tape(Engine engine, boolean recording, Mode mode, Optional<SplittableRandom> draws) {
        this.engine = engine;
        this.recording = recording;
        this.mode = mode;
        this.draws = draws;
    }

    /** A tape for a training step. */
    public static Tape recording(Engine engine) {
        return recording(engine, Mode.TRAINING);
    }

    /**
     * A tape for a training step of a network whose layers may draw.
     *
     * @param draws random numbers of this step
     */
    public static Tape recording(Engine engine, SplittableRandom draws) {
        return new Tape(engine, true, Mode.TRAINING, Optional.of(draws));
    }

    /** A tape for gradients of a network in either mode. */
    public static Tape recording(Engine engine, Mode mode) {
        return new Tape(engine, true, mode, Optional.empty());
    }

    /** A tape for inference: it keeps nothing, so that intermediate values may be released. */
    public static Tape inference(Engine engine) {
        return unrecorded(engine, Mode.EVALUATION);
    }

    /** A tape that keeps nothing, of a network in either mode. */
    public static Tape unrecorded(Engine engine, Mode mode) {
        return new Tape(engine, false, mode, Optional.empty());
    }

    public Engine engine() {
        return engine;
    }

    /** How the network's layers are to behave; whether gradients are recorded is another question. */
    public Mode mode() {
        return mode;
    }

    /**
     * Random numbers of this step, the next ones at each call, in the order of the forward pass.
     *
     * @throws IllegalStateException if the tape was made without them
     */
    public SplittableRandom draws() {
        return draws.orElseThrow(() -> new IllegalStateException(
                "a layer draws random numbers in training, and this step has none; record it with Tape.recording(engine,"
                        + " draws)"));
    }

    /** An input that nothing is learned from. */
    public Variable constant(Tensor value) {
        return new Variable(value, false);
    }

    /** The variable of a parameter; the same one at each call. */
    public Variable variable(Parameter parameter) {
        return parameters.computeIfAbsent(parameter, p -> new Variable(p.value(), recording && p.isTrained()));
    }

    /** Appends an operation. {@code backward} is kept only where an input needs a gradient. */
    public Variable record(Tensor output, List<Variable> inputs, Backward backward) {
        boolean needed = recording && inputs.stream().anyMatch(Variable::needsGradient);
        var variable = new Variable(output, needed);
        if (needed) {
            entries.add(new Entry(variable, backward));
        }
        return variable;
    }

    /**
     * Runs the backward pass from the gradients of the loss with respect to the network's outputs.
     *
     * <p>Each intermediate gradient is released once used; those of parameters stay until the scope closes.
     */
    public void backward(SequencedMap<Variable, Tensor> outputGradients) {
        var gradients = new Gradients(engine);
        outputGradients.forEach((output, gradient) -> gradients.add(output, () -> gradient));
        for (Entry entry : entries.reversed()) {
            Optional<Tensor> gradient = entry.output().gradient();
            if (gradient.isPresent()) {
                entry.backward().deliver(gradient.get(), gradients);
                entry.output().setGradient(null);
                gradients.release(gradient.get());
            }
        }
        entries.clear();
    }

    /** The gradient that the backward pass left at a parameter; empty where none arrived. */
    public Optional<Tensor> gradient(Parameter parameter) {
        return Optional.ofNullable(parameters.get(parameter)).flatMap(Variable::gradient);
    }
}
