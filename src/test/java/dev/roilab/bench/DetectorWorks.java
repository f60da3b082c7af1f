package dev.roilab.bench;

import dev.roilab.autograd.Tape;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.bench.PeerServer.Work;
import dev.roilab.data.ImageBatch;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.model.fastrcnn.FastRcnn;
import dev.roilab.model.fastrcnn.FastRcnnTraining;
import dev.roilab.model.fastrcnn.HierarchicalSampling;
import dev.roilab.model.fastrcnn.MultiTaskLoss;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.PlacedRegions;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.Models;
import dev.roilab.timing.Stages;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Fast R-CNN as the peer builds it: 20 classes, random weights. */
final class DetectorWorks {
    private static final int CLASSES = 20;
    /** Random labels teach nothing: the weights are to stay where their numbers are finite. */
    private static final double SMALL_RATE = 1e-7;

    private DetectorWorks() {}

    /**
     * The size of a work.
     *
     * @param height of an image in pixels
     * @param regions over all images
     * @param width of the backbone's channels: VGG16's multiplier
     */
    record Size(int height, int imageWidth, int regions, double width) {
        static final Size STEP = new Size(400, 512, 128, 1);
        static final Size INFERENCE = new Size(400, 512, 2000, 1);
    }

    /** @param name the kind of work and the model, as {@code step/vgg16}; a precision may follow */
    static Work create(Engine engine, String name) {
        String[] parts = name.split("/", -1);
        String model = parts[1];
        return switch (parts[0]) {
            case "step" -> step(engine, model, Size.STEP);
            case "inference" -> inference(engine, model, Size.INFERENCE);
            default -> throw new IllegalArgumentException("unknown work " + name);
        };
    }

    /** A training step on 2 images, every parameter trained. */
    static Work step(Engine engine, String model, Size size) {
        int regions = size.regions();
        FastRcnn network = network(engine, model, size.width());
        var settings = new TrainSettings(1, 2, false, Precision.F32, 1e-3, 0.9, 5e-4, new Schedule.Constant(0));
        var trainer = FastRcnnTraining.descent(
                engine, network, new MultiTaskLoss(new RegressionLoss.SmoothL1(1), 1), settings);
        float[] pixels = uniform(2 * 3 * size.height() * size.imageWidth());
        var batch = new HierarchicalSampling.MiniBatch(
                new ImageBatch(pixels, 2, size.height(), size.imageWidth(), List.of()),
                regions(size, 2),
                targets(regions),
                List.of("first", "second"));
        return () -> {
            // A step whose loss is not finite has no backward pass and would look fast.
            if (!trainer.step(batch, SMALL_RATE).orElseThrow().areFinite()) {
                throw new IllegalStateException(model + " diverged; its time says nothing");
            }
        };
    }

    private static float[] regions(Size size, int images) {
        return PeerWorks.regions(size.regions(), images, size.imageWidth() * 0.5, size.height() * 0.5, 150);
    }

    /** One image: both outputs, the class scores as probabilities. */
    static Work inference(Engine engine, String model, Size size) {
        FastRcnn network = network(engine, model, size.width());
        var shape = Shape.of(1, 3, size.height(), size.imageWidth());
        Tensor image = engine.tensor(uniform(Math.toIntExact(shape.elements())), shape);
        PlacedRegions regions = network.place(regions(size, 1));
        return () -> {
            try (Scope _ = engine.openScope()) {
                var outputs = network.forward(Tape.inference(engine), image, regions, Stages.UNTIMED);
                engine.losses().softmax(outputs.logits().value());
            }
        };
    }

    private static FastRcnn network(Engine engine, String model, double width) {
        BackboneSettings backbone = switch (model) {
            case "resnet18-c4" ->
                new BackboneSettings.Resnet(18, 16, BackboneSettings.Norm.TRAINED, Optional.empty(), 0);
            case "vgg16" -> new BackboneSettings.Vgg(16, 16, width, Optional.empty(), 0);
            default -> throw new IllegalArgumentException("unknown model " + model);
        };
        int hidden = model.equals("vgg16") ? (int) (4096 * width) : 512;
        var settings = Models.fastRcnn(
                backbone,
                new RoiLayer.RoiPool(7),
                new HeadSettings.Fc(List.of(hidden, hidden)),
                new BoxLoss.SmoothL1(1, 1),
                new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)));
        return new FastRcnn(engine, settings, CLASSES, new RandomStreams(1));
    }

    private static MultiTaskLoss.Targets targets(int regions) {
        var random = new SplittableRandom(4);
        int[] labels = random.ints(regions, 0, CLASSES + 1).toArray();
        float[] weights = new float[regions * 4 * (CLASSES + 1)];
        Arrays.fill(weights, 1);
        return new MultiTaskLoss.Targets(labels, uniform(weights.length), weights);
    }

    private static float[] uniform(int count) {
        var random = new SplittableRandom(5);
        float[] values = new float[count];
        for (int index = 0; index < count; index++) {
            values[index] = (float) random.nextDouble();
        }
        return values;
    }
}
