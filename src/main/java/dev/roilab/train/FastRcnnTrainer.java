package dev.roilab.train;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.detect.FastRcnn;
import dev.roilab.detect.FastRcnnLoss;
import dev.roilab.nn.Sgd;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;

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

    /** Runs all steps without checkpoints. */
    public TrainingCourse train(MiniBatches batches, TrainingListener listener) throws InterruptedException {
        return train(batches, listener, Checkpoints.none());
    }

    /**
     * Runs all steps that the last checkpoint has not behind it.
     *
     * @throws DivergedException at the first loss that is not finite
     * @throws InterruptedException when the listener asks to stop; a checkpoint is written first
     */
    public TrainingCourse train(MiniBatches batches, TrainingListener listener, Checkpoints checkpoints)
            throws InterruptedException {
        List<Parameter> weights = new ArrayList<>(network.parameters());
        weights.addAll(network.buffers());
        var course = new TrainingCourse(new TrainingCurve(settings.steps(), CURVE_POINTS), weights, optimizer.state());
        checkpoints.restore(engine, course);
        try (var prefetcher = new Prefetcher<>(batches::batch, course.step(), settings.steps(), AHEAD)) {
            while (course.step() < settings.steps()) {
                FastRcnnLoss.Terms terms = advance(course, prefetcher);
                checkpoints.afterStep(course);
                listener.stepped(course.step(), settings.steps(), terms.classification(), terms.box());
            }
        } catch (InterruptedException e) {
            checkpoints.save(course);
            throw e;
        }
        checkpoints.finish(course);
        return course;
    }

    private FastRcnnLoss.Terms advance(TrainingCourse course, Prefetcher<MiniBatch> prefetcher)
            throws InterruptedException {
        long start = System.nanoTime();
        int step = course.step();
        MiniBatch batch = prefetcher.next();
        double rate = settings.rate() * settings.schedule().factor(step, settings.steps());
        FastRcnnLoss.Terms terms;
        try {
            terms = step(batch, rate);
        } catch (OutOfMemoryError e) {
            throw Exhaustion.at(step + 1, batch.ids(), e);
        }
        if (!terms.isFinite()) {
            throw new DivergedException(step + 1, terms.classification(), terms.box(), rate, batch.ids());
        }
        course.curve().add(step + 1, terms.classification(), terms.box(), rate);
        course.stepped((System.nanoTime() - start) / 1e9);
        return terms;
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
