package dev.roilab.train;

import dev.roilab.autograd.Tape;
import dev.roilab.detect.FastRcnn;
import dev.roilab.detect.FastRcnnLoss;
import dev.roilab.nn.Sgd;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;

/** Trains a Fast R-CNN by momentum SGD over hierarchically sampled mini-batches. */
public final class FastRcnnTrainer {
    /** Batches made ahead of their use; two hide the longest decoding seen behind one step. */
    private static final int AHEAD = 3;

    private static final int CURVE_POINTS = 100;

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
        this.optimizer = new Sgd(engine, network.parameters(), settings.momentum(), settings.decay());
    }

    /**
     * Runs all steps.
     *
     * @throws DivergedException at the first loss that is not finite
     * @throws InterruptedException when the thread is asked to stop; between steps, the weights are whole
     */
    public TrainingCurve train(MiniBatches batches, TrainingListener listener) throws InterruptedException {
        var curve = new TrainingCurve(settings.steps(), CURVE_POINTS);
        try (var prefetcher = new Prefetcher<>(batches::batch, settings.steps(), AHEAD)) {
            for (int step = 0; step < settings.steps(); step++) {
                MiniBatch batch = prefetcher.next();
                double rate = settings.rate() * settings.schedule().factor(step, settings.steps());
                FastRcnnLoss.Terms terms = step(batch, rate);
                if (!terms.isFinite()) {
                    throw new DivergedException(step + 1, terms.classification(), terms.box(), rate, batch.ids());
                }
                curve.add(step + 1, terms.classification(), terms.box(), rate);
                listener.stepped(step + 1, settings.steps(), terms.classification(), terms.box());
            }
        }
        return curve;
    }

    /** One forward pass, backward pass and update; no update where the loss is not finite. */
    public FastRcnnLoss.Terms step(MiniBatch batch, double rate) {
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.recording(engine);
            var images = batch.images();
            Tensor pixels =
                    engine.tensor(images.values(), Shape.of(images.count(), 3, images.height(), images.width()));
            Tensor regions = engine.tensor(batch.regions(), Shape.of(batch.regions().length / 5, 5));
            var outputs = network.forward(tape, pixels, regions, Stages.UNTIMED);
            FastRcnnLoss.Terms terms = loss.evaluate(engine, outputs, batch.targets());
            tape.backward(terms.gradients());
            if (terms.isFinite()) {
                optimizer.step(tape, rate);
            }
            return terms;
        }
    }
}
