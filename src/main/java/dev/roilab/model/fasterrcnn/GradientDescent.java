package dev.roilab.model.fasterrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
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

/** The steps of a training by momentum SGD over whole images, whatever its loss. */
final class GradientDescent {
    private final Engine engine;
    private final TrainSettings settings;
    private final List<Parameter> weights;
    private final ImageSampling batches;
    private final Loss loss;
    private final Sgd optimizer;

    /** The terms of a mini-batch's loss; empty where there is nothing to learn from. */
    @FunctionalInterface
    interface Loss {
        Optional<LossTerms> of(Tape tape, MiniBatch batch);
    }

    /**
     * A training.
     *
     * @param learned parameters that it changes
     * @param buffers running statistics, which checkpoints keep too
     * @param random of its images
     */
    GradientDescent(
            SystemParts parts, List<Parameter> learned, List<Parameter> buffers, RandomStreams random, Loss loss) {
        this.engine = parts.engine();
        this.settings = parts.train();
        this.weights = new ArrayList<>(learned);
        weights.addAll(buffers);
        this.batches = new ImageSampling(parts, random);
        this.loss = loss;
        this.optimizer = new Sgd(
                engine,
                learned,
                settings.momentum(),
                settings.decay(),
                settings.biasRate().orElse(1.0));
    }

    /**
     * Runs all steps that the last checkpoint has not behind it.
     *
     * @throws dev.roilab.train.DivergedException at the first loss or weights that are not finite
     * @throws InterruptedException when the listener asks to stop; a checkpoint is written first
     */
    TrainingCourse train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var recipe = new TrainingLoop.Recipe(settings.steps(), settings.rate(), settings.schedule());
        return new TrainingLoop<MiniBatch>(engine, recipe, weights, optimizer.state(), this::step, MiniBatch::ids)
                .run(batches::batch, listener, checkpoints);
    }

    /** One forward pass, backward pass and update; no update where a loss is not finite. */
    private Optional<Losses> step(MiniBatch batch, double rate) {
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.recording(engine);
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
