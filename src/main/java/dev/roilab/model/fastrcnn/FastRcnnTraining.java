package dev.roilab.model.fastrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.compress.CompressionSummary;
import dev.roilab.compress.Compressor;
import dev.roilab.compress.SvdSettings;
import dev.roilab.detect.GradientDescent;
import dev.roilab.detect.TrainSettings;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DivergedException;
import dev.roilab.train.DivergenceGuard;
import dev.roilab.train.TrainingCurve;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import dev.roilab.train.TrainingSequence;
import java.util.List;
import java.util.Optional;

/**
 * All that a Fast R-CNN goes through before its test: both tasks together, or the classifier first and the box
 * regressor after it; then, if asked for, truncation of its hidden layers and a further training with them.
 */
public final class FastRcnnTraining {
    private final Engine engine;
    private final FastRcnnSettings model;
    private final TrainSettings settings;
    private final RandomStreams random;
    private final TrainingSequence done = new TrainingSequence();
    private Optional<CompressionSummary> compression = Optional.empty();
    private Checkpoints checkpoints = Checkpoints.none();

    /** @param random streams of the trial's seed */
    public FastRcnnTraining(Engine engine, FastRcnnSettings model, TrainSettings settings, RandomStreams random) {
        this.engine = engine;
        this.model = model;
        this.settings = settings;
        this.random = random;
    }

    private HierarchicalSampling batches(
            HierarchicalSampling.Source source, TrainSettings stage, RandomStreams streams, FastRcnn network) {
        return new HierarchicalSampling(source, model.sampling(), stage, streams, network.boxCoder());
    }

    /**
     * Trains a network.
     *
     * @return the network to be tested: the given one, or one that shares its layers
     * @throws DivergedException at the first loss or weights that are not finite
     * @throws InterruptedException when the thread is asked to stop
     */
    public FastRcnn run(FastRcnn network, HierarchicalSampling.Source source, TrainingListener listener)
            throws InterruptedException {
        return run(network, source, listener, Checkpoints.none());
    }

    /**
     * The same with checkpoints of the first of its trainings; what follows that is done again after a stop, but for a
     * box regressor that others have trained.
     *
     * @throws InterruptedException when the listener asks to stop
     */
    public FastRcnn run(
            FastRcnn network, HierarchicalSampling.Source source, TrainingListener listener, Checkpoints first)
            throws InterruptedException {
        checkpoints = first;
        var loss = MultiTaskLoss.of(model.boxLoss());
        switch (model.tasks().orElse(FastRcnnSettings.Tasks.JOINT)) {
            case JOINT -> train(network, loss, settings, batches(source, settings, random, network), listener);
            case STAGE_WISE -> {
                var classes = new MultiTaskLoss(loss.regression(), 0);
                train(network, classes, settings, batches(source, settings, random, network), listener);
                var boxes = network.boxesOnly();
                checkpoints = first.stage("boxes");
                train(boxes, loss, settings, batches(source, settings, streams("boxes"), boxes), listener);
            }
        }
        if (model.head().svd().isEmpty()) {
            return network;
        }
        return compress(network, model.head().svd().get(), source, listener);
    }

    private FastRcnn compress(
            FastRcnn network, SvdSettings svd, HierarchicalSampling.Source source, TrainingListener listener)
            throws InterruptedException {
        long start = System.nanoTime();
        var compressor = new Compressor(engine, svd, random.stream("svd"));
        long parameters = elements(network);
        long bytes = Safetensors.fileBytes(network.parameters());
        FastRcnn smaller = network.compressed(compressor);
        DivergenceGuard.requireFinite("truncated SVD", engine, smaller.parameters());
        compression = Optional.of(new CompressionSummary(
                compressor.layers(),
                parameters,
                elements(smaller),
                bytes,
                Safetensors.fileBytes(smaller.parameters())));
        done.add((System.nanoTime() - start) / 1e9);
        if (svd.tuning().isPresent()) {
            TrainSettings tuning = settings.tuning(
                    svd.tuning().get().steps(), svd.tuning().get().rate());
            var batches = batches(source, tuning, streams("tuning"), smaller);
            train(smaller, MultiTaskLoss.of(model.boxLoss()), tuning, batches, listener);
        }
        return smaller;
    }

    private static long elements(FastRcnn network) {
        return Parameter.distinct(network.parameters()).stream()
                .mapToLong(parameter -> parameter.shape().elements())
                .sum();
    }

    /** Other batches than the training before had. */
    private RandomStreams streams(String stage) {
        return new RandomStreams(random.stream(stage).nextLong());
    }

    private void train(
            FastRcnn network,
            MultiTaskLoss loss,
            TrainSettings stage,
            HierarchicalSampling batches,
            TrainingListener listener)
            throws InterruptedException {
        // The optimiser's velocities go with the stage that they belong to.
        try (Scope _ = engine.openScope()) {
            Checkpoints own = checkpoints;
            checkpoints = Checkpoints.none();
            done.add(descent(engine, network, loss, stage).drawing(random).train(batches::batch, listener, own));
        }
    }

    /** Losses and time of all trainings. */
    public TrainingOutcome outcome() {
        return done.outcome();
    }

    /** The losses of all trainings, one after the other. */
    public List<TrainingCurve.Point> points() {
        return outcome().points();
    }

    /** What truncation did; empty where there was none. */
    public Optional<CompressionSummary> compression() {
        return compression;
    }

    /** The steps of a training by momentum SGD over hierarchically sampled mini-batches. */
    public static GradientDescent<HierarchicalSampling.MiniBatch> descent(
            Engine engine, FastRcnn network, MultiTaskLoss loss, TrainSettings settings) {
        return new GradientDescent<>(
                engine,
                settings,
                network.parameters(),
                network.buffers(),
                (tape, batch) ->
                        batch.regions().length == 0 ? Optional.empty() : Optional.of(terms(tape, network, loss, batch)),
                HierarchicalSampling.MiniBatch::ids);
    }

    private static LossTerms terms(
            Tape tape, FastRcnn network, MultiTaskLoss loss, HierarchicalSampling.MiniBatch batch) {
        Engine engine = tape.engine();
        var images = batch.images();
        Tensor pixels = engine.tensor(images.values(), Shape.of(images.count(), 3, images.height(), images.width()));
        var outputs = network.forward(tape, pixels, network.place(batch.regions()), Stages.UNTIMED);
        return loss.evaluate(engine, outputs, batch.targets());
    }
}
