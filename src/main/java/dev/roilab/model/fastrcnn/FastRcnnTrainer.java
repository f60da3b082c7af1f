package dev.roilab.model.fastrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.detect.TrainSettings;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.Losses;
import dev.roilab.nn.Sgd;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DivergedException;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trains a Fast R-CNN by momentum SGD over hierarchically sampled mini-batches. */
public final class FastRcnnTrainer {
    private final Engine engine;
    private final FastRcnn network;
    private final FastRcnnLoss loss;
    private final TrainSettings settings;
    private final Sgd optimizer;

    public FastRcnnTrainer(Engine engine, FastRcnn network, FastRcnnLoss loss, TrainSettings settings) {
        this.engine = engine;
        this.network = network;
        this.loss = loss;
        this.settings = settings;
        this.optimizer = new Sgd(
                engine,
                network.parameters(),
                settings.momentum(),
                settings.decay(),
                settings.biasRate().orElse(1.0));
    }

    /** Runs all steps without checkpoints. */
    public TrainingCourse train(MiniBatches batches, TrainingListener listener) throws InterruptedException {
        return train(batches, listener, Checkpoints.none());
    }

    /**
     * Runs all steps that the last checkpoint has not behind it.
     *
     * @throws DivergedException at the first loss or weights that are not finite
     * @throws InterruptedException when the listener asks to stop; a checkpoint is written first
     */
    public TrainingCourse train(MiniBatches batches, TrainingListener listener, Checkpoints checkpoints)
            throws InterruptedException {
        List<Parameter> weights = new ArrayList<>(network.parameters());
        weights.addAll(network.buffers());
        var recipe = new TrainingLoop.Recipe(settings.steps(), settings.rate(), settings.schedule());
        return new TrainingLoop<MiniBatch>(engine, recipe, weights, optimizer.state(), this::losses, MiniBatch::ids)
                .run(batches::batch, listener, checkpoints);
    }

    private Optional<Losses> losses(MiniBatch batch, double rate) {
        return batch.regions().length == 0 ? Optional.empty() : Optional.of(step(batch, rate));
    }

    /** One forward pass, backward pass and update; no update where the loss is not finite. */
    public Losses step(MiniBatch batch, double rate) {
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.recording(engine);
            var images = batch.images();
            Tensor pixels =
                    engine.tensor(images.values(), Shape.of(images.count(), 3, images.height(), images.width()));
            Tensor regions = engine.tensor(batch.regions(), Shape.of(batch.regions().length / 5, 5));
            var outputs = network.forward(tape, pixels, regions, Stages.UNTIMED);
            LossTerms terms = loss.evaluate(engine, outputs, batch.targets());
            tape.backward(terms.gradients());
            Losses losses = terms.read();
            if (losses.areFinite()) {
                optimizer.step(tape, rate);
            }
            return losses;
        }
    }
}
