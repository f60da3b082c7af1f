package dev.roilab.model.fastrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.compress.CompressionSummary;
import dev.roilab.compress.Compressor;
import dev.roilab.compress.SvdSettings;
import dev.roilab.data.DetectionData;
import dev.roilab.data.ImagePreparation;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.TrainSettings.Tasks;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.proposal.Proposals;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DivergedException;
import dev.roilab.train.DivergenceGuard;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingCurve;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a Fast R-CNN goes through before its test: both tasks together, or the classifier first and the box
 * regressor after it; then, if asked for, truncation of its hidden layers and a further training with them.
 */
public final class FastRcnnCourse {
    private final Engine engine;
    private final FastRcnnSettings model;
    private final TrainSettings settings;
    private final RandomStreams random;
    private final List<TrainingCurve.Point> points = new ArrayList<>();
    private Optional<CompressionSummary> compression = Optional.empty();
    private Checkpoints checkpoints = Checkpoints.none();
    private double seconds;
    private int skipped;
    private int resumedAt;

    /** @param random streams of the trial's seed */
    public FastRcnnCourse(Engine engine, FastRcnnSettings model, TrainSettings settings, RandomStreams random) {
        this.engine = engine;
        this.model = model;
        this.settings = settings;
        this.random = random;
    }

    /**
     * What the mini-batches are drawn from.
     *
     * @param scales the images' sizes
     */
    public record Source(DetectionData data, Proposals proposals, List<ImagePreparation> scales) {
        MiniBatches batches(TrainSettings settings, RandomStreams random, FastRcnn network) {
            return new MiniBatches(data, proposals, scales, settings, random, network.boxCoder());
        }
    }

    /**
     * Trains a network.
     *
     * @return the network to be tested: the given one, or one that shares its layers
     * @throws DivergedException at the first loss or weights that are not finite
     * @throws InterruptedException when the thread is asked to stop
     */
    public FastRcnn run(FastRcnn network, Source source, TrainingListener listener) throws InterruptedException {
        return run(network, source, listener, Checkpoints.none());
    }

    /**
     * The same with checkpoints of the first of its trainings; what follows that is done again after a stop.
     *
     * @throws InterruptedException when the listener asks to stop
     */
    public FastRcnn run(FastRcnn network, Source source, TrainingListener listener, Checkpoints first)
            throws InterruptedException {
        checkpoints = first;
        var loss = FastRcnnLoss.of(model.boxLoss());
        switch (settings.tasks().orElse(Tasks.JOINT)) {
            case JOINT -> train(network, loss, settings, source.batches(settings, random, network), listener);
            case STAGE_WISE -> {
                var classes = new FastRcnnLoss(loss.regression(), 0);
                train(network, classes, settings, source.batches(settings, random, network), listener);
                var boxes = network.boxesOnly();
                train(boxes, loss, settings, source.batches(settings, streams("boxes"), boxes), listener);
            }
        }
        if (model.head().svd().isEmpty()) {
            return network;
        }
        return compress(network, model.head().svd().get(), source, listener);
    }

    private FastRcnn compress(FastRcnn network, SvdSettings svd, Source source, TrainingListener listener)
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
        seconds += (System.nanoTime() - start) / 1e9;
        if (svd.tuning().isPresent()) {
            TrainSettings tuning = settings.tuning(
                    svd.tuning().get().steps(), svd.tuning().get().rate());
            var batches = source.batches(tuning, streams("tuning"), smaller);
            train(smaller, FastRcnnLoss.of(model.boxLoss()), tuning, batches, listener);
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
            FastRcnn network, FastRcnnLoss loss, TrainSettings stage, MiniBatches batches, TrainingListener listener)
            throws InterruptedException {
        int before = points.isEmpty() ? 0 : points.getLast().step();
        // The optimiser's velocities go with the stage that they belong to.
        try (Scope _ = engine.openScope()) {
            Checkpoints own = checkpoints;
            checkpoints = Checkpoints.none();
            TrainingCourse done = new FastRcnnTrainer(engine, network, loss, stage).train(batches, listener, own);
            seconds += done.seconds();
            skipped += done.curve().skipped();
            resumedAt = Math.max(resumedAt, done.resumedAt());
            done.curve()
                    .points()
                    .forEach(point ->
                            points.add(new TrainingCurve.Point(before + point.step(), point.losses(), point.rate())));
        }
    }

    /** Losses and time of all trainings. */
    public TrainingOutcome outcome() {
        return new TrainingOutcome(points, seconds, skipped, resumedAt);
    }

    /** The losses of all trainings, one after the other. */
    public List<TrainingCurve.Point> points() {
        return List.copyOf(points);
    }

    /** What truncation did; empty where there was none. */
    public Optional<CompressionSummary> compression() {
        return compression;
    }
}
