package dev.roilab.detect;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.Losses;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Sgd;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The steps of a training by momentum SGD, whatever its loss.
 *
 * @param <B> a mini-batch
 */
public final class GradientDescent<B> {
    private final Engine engine;
    private final TrainSettings settings;
    private final List<Parameter> weights;
    private final Loss<B> loss;
    private final Function<B, List<String>> images;
    private final Sgd optimizer;
    private Optional<RandomStreams> draws = Optional.empty();

    /** The terms of a mini-batch's loss; empty where there is nothing to learn from. */
    @FunctionalInterface
    public interface Loss<B> {
        Optional<LossTerms> of(Tape tape, B batch);
    }

    /**
     * A training.
     *
     * @param learned parameters that it changes
     * @param buffers running statistics, which checkpoints keep too
     * @param images ids of those in a batch, for messages
     */
    public GradientDescent(
            Engine engine,
            TrainSettings settings,
            List<Parameter> learned,
            List<Parameter> buffers,
            Loss<B> loss,
            Function<B, List<String>> images) {
        this.engine = engine;
        this.settings = settings;
        this.weights = new ArrayList<>(learned);
        weights.addAll(buffers);
        this.loss = loss;
        this.images = images;
        this.optimizer = new Sgd(engine, learned, settings.sgd());
    }

    /** This training, of a network whose layers may draw: each step from a stream of its own. */
    public GradientDescent<B> drawing(RandomStreams random) {
        draws = Optional.of(random);
        return this;
    }

    /**
     * Runs all steps that the last checkpoint has not behind it.
     *
     * @param batches by step, from any thread
     * @throws dev.roilab.train.DivergedException at the first loss or weights that are not finite
     * @throws InterruptedException when the listener asks to stop; a checkpoint is written first
     */
    public TrainingCourse train(IntFunction<B> batches, TrainingListener listener, Checkpoints checkpoints)
            throws InterruptedException {
        var recipe = new TrainingLoop.Recipe(settings.steps(), settings.rate(), settings.schedule());
        return new TrainingLoop<>(engine, recipe, weights, optimizer.state(), this::step, images)
                .run(batches, listener, checkpoints);
    }

    /** One forward pass, backward pass and update of layers that do not draw. */
    public Optional<Losses> step(B batch, double rate) {
        return step(Tape.recording(engine), batch, rate);
    }

    private Optional<Losses> step(B batch, int step, double rate) {
        return step(
                draws.map(random -> Tape.recording(engine, random.stream("layers " + step)))
                        .orElseGet(() -> Tape.recording(engine)),
                batch,
                rate);
    }

    /** No update where a loss is not finite. */
    private Optional<Losses> step(Tape tape, B batch, double rate) {
        try (Scope _ = engine.openScope()) {
            Optional<LossTerms> terms = loss.of(tape, batch);
            if (terms.isEmpty()) {
                return Optional.empty();
            }
            tape.backward(terms.get().gradients());
            Losses losses = terms.get().read();
            if (losses.areFinite()) {
                optimizer.step(tape, rate);
            }
            return Optional.of(losses);
        }
    }
}
