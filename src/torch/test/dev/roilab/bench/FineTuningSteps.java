package dev.roilab.bench;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.crop.CropNetwork;
import dev.roilab.detect.crop.CropSettings;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.RegionClassifier;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.LabelledBatch;
import dev.roilab.train.SoftmaxTraining;
import java.util.List;
import java.util.Optional;

/**
 * One step of the softmax stage of R-CNN (arXiv:1311.2524) and SPPnet (arXiv:1406.4729), VGG16, random inputs: the
 * training loop of both systems with a batch that is ready.
 */
final class FineTuningSteps {
    private static final int CLASSES = 20;

    /** Stride of VGG16 with its last pooling. */
    private static final int STRIDE = 32;

    private static final int CHANNELS = 512;

    /** Bins of a pyramid of 6, 3, 2 and 1 a side. */
    private static final int BINS = 50;

    private static final SoftmaxTraining.Recipe ONE_STEP =
            new SoftmaxTraining.Recipe(1, 1e-4, 0.9, 5e-4, new Schedule.Constant(0));

    private final Engine engine;
    private final int windows;
    private final int crop;
    private final HeadSettings.Fc head;

    /**
     * Steps of a size.
     *
     * @param windows of a mini-batch
     * @param crop side of a crop in pixels
     * @param hidden width of both hidden layers
     */
    FineTuningSteps(Engine engine, int windows, int crop, int hidden) {
        this.engine = engine;
        this.windows = windows;
        this.crop = crop;
        this.head = new HeadSettings.Fc(List.of(hidden, hidden));
    }

    /** Crops through the whole network, every layer learning. */
    Runnable rcnn() {
        var network = new CropNetwork(
                engine,
                new BackboneSettings.Vgg(16, STRIDE, 1, Optional.empty(), 0),
                new CropSettings(crop, 16),
                head,
                CLASSES + 1,
                new RandomStreams(1));
        var training = new SoftmaxTraining(
                engine, (tape, crops, _) -> network.classify(tape, crops), network.weights(), ONE_STEP);
        return step(training, Shape.of(windows, 3, crop, crop));
    }

    /** The layers above stored pyramids. */
    Runnable sppNet() {
        int inputs = BINS * CHANNELS;
        var layers = new RegionClassifier(ParameterFactory.of(engine, new RandomStreams(1)), inputs, head, CLASSES + 1);
        var training = new SoftmaxTraining(
                engine,
                (tape, pooled, _) -> layers.logits(tape, layers.features(tape, tape.constant(pooled), Stages.UNTIMED)),
                layers.parameters(),
                ONE_STEP);
        return step(training, Shape.of(windows, inputs));
    }

    private Runnable step(SoftmaxTraining training, Shape shape) {
        var batch = new LabelledBatch(
                Drawn.uniform(Math.toIntExact(shape.elements())),
                shape,
                Drawn.labels(windows, CLASSES),
                new float[0],
                List.of("random"));
        return () -> {
            try {
                training.train(_ -> batch, (_, _, _) -> {}, Checkpoints.none());
            } catch (InterruptedException e) {
                throw new IllegalStateException("stopped", e);
            }
            engine.synchronize();
        };
    }
}
