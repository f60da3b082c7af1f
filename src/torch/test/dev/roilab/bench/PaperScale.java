package dev.roilab.bench;

import dev.roilab.autograd.Tape;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.ImageBatch;
import dev.roilab.detect.FastRcnn;
import dev.roilab.detect.FastRcnnLoss;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.RegionTargets;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.timing.Stages;
import dev.roilab.train.FastRcnnTrainer;
import dev.roilab.train.MiniBatch;
import dev.roilab.train.TrainSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Fast R-CNN (arXiv:1504.08083) at its paper's sizes, random weights, every parameter trained: a training step of 2
 * images and 128 regions, the inference of 1 image with 2000. Each includes the copies to the device and of the result
 * back, and ends when the device has ended.
 */
final class PaperScale implements AutoCloseable {
    private static final int CLASSES = 20;

    private final Engine engine;
    private final Sizes sizes;

    /** What is timed; {@code SMALL} proves on a CPU that it runs. */
    enum Sizes {
        PAPER(600, 1000, 2000, 128, 4096, 1024),
        SMALL(96, 128, 50, 16, 64, 64);

        private final int height;
        private final int width;
        private final int proposals;
        private final int rois;
        private final int vggHidden;
        private final int resnetHidden;

        Sizes(int height, int width, int proposals, int rois, int vggHidden, int resnetHidden) {
            this.height = height;
            this.width = width;
            this.proposals = proposals;
            this.rois = rois;
            this.vggHidden = vggHidden;
            this.resnetHidden = resnetHidden;
        }
    }

    PaperScale(String engine, String device, int threads, Precision precision, Sizes sizes) {
        this.engine = Engines.create(engine, device, threads, precision);
        this.sizes = sizes;
    }

    /** @param name {@code step/vgg16}, {@code inference/resnet50-c4} and so on */
    Runnable work(String name) {
        String[] parts = name.split("/", -1);
        return switch (parts[0]) {
            case "step" -> step(parts[1]);
            case "inference" -> inference(parts[1]);
            default -> throw new IllegalArgumentException("unknown work " + name);
        };
    }

    private Runnable step(String model) {
        int rois = sizes.rois;
        var settings = new TrainSettings(
                1,
                2,
                rois,
                0.25,
                0.5,
                new TrainSettings.Band(0, 0.5),
                false,
                Precision.F32,
                1e-4,
                0.9,
                5e-4,
                new Schedule.Constant(0));
        var trainer = new FastRcnnTrainer(
                engine, network(model), new FastRcnnLoss(new RegressionLoss.SmoothL1(1), 1), settings);
        float[] pixels = uniform(2 * 3 * sizes.height * sizes.width);
        var batch = new MiniBatch(
                new ImageBatch(pixels, 2, sizes.height, sizes.width, List.of()),
                regions(rois, 2),
                targets(rois),
                List.of("first", "second"));
        return () -> {
            if (!trainer.step(batch, 1e-4).isFinite()) {
                throw new IllegalStateException("the losses of " + model + " diverged; their steps leave work out");
            }
            engine.synchronize();
        };
    }

    private Runnable inference(String model) {
        FastRcnn network = network(model);
        float[] pixels = uniform(3 * sizes.height * sizes.width);
        float[] rows = regions(sizes.proposals, 1);
        return () -> {
            try (Scope _ = engine.openScope()) {
                var image = engine.tensor(pixels, Shape.of(1, 3, sizes.height, sizes.width));
                var regions = engine.tensor(rows, Shape.of(sizes.proposals, 5));
                var outputs = network.forward(Tape.inference(engine), image, regions, Stages.UNTIMED);
                engine.softmax(outputs.logits().value()).toFloats();
                outputs.offsets().value().toFloats();
            }
        };
    }

    private FastRcnn network(String model) {
        BackboneSettings backbone = switch (model) {
            case "vgg16" -> new BackboneSettings.Vgg(16, 16, 1, Optional.empty(), 0);
            case "resnet50-c4" ->
                new BackboneSettings.Resnet(50, 16, BackboneSettings.Norm.TRAINED, Optional.empty(), 0);
            default -> throw new IllegalArgumentException("unknown model " + model);
        };
        int hidden = model.equals("vgg16") ? sizes.vggHidden : sizes.resnetHidden;
        var settings = new ModelSettings.FastRcnn(
                backbone,
                new RoiLayer.RoiPool(7),
                new ModelSettings.Head(List.of(hidden, hidden)),
                new ModelSettings.BoxLoss.SmoothL1(1, 1),
                new ModelSettings.BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)));
        return new FastRcnn(engine, settings, CLASSES, new RandomStreams(1));
    }

    /** Rows of image, x1, y1, x2, y2; corners uniform over the image's upper left, sides of a twentieth to a half. */
    private float[] regions(int count, int images) {
        var random = new SplittableRandom(2);
        float[] rows = new float[5 * count];
        for (int region = 0; region < count; region++) {
            double x = random.nextDouble(0.5) * sizes.width;
            double y = random.nextDouble(0.5) * sizes.height;
            int image = region / Math.ceilDiv(count, images);
            rows[5 * region] = image;
            rows[5 * region + 1] = (float) x;
            rows[5 * region + 2] = (float) y;
            rows[5 * region + 3] = (float) (x + random.nextDouble(0.05, 0.5) * sizes.width);
            rows[5 * region + 4] = (float) (y + random.nextDouble(0.05, 0.5) * sizes.height);
        }
        return rows;
    }

    private static RegionTargets targets(int regions) {
        int[] labels = new SplittableRandom(4).ints(regions, 0, CLASSES + 1).toArray();
        float[] weights = new float[regions * 4 * (CLASSES + 1)];
        Arrays.fill(weights, 1f / weights.length);
        return new RegionTargets(labels, uniform(weights.length), weights);
    }

    private static float[] uniform(int count) {
        var random = new SplittableRandom(5);
        float[] values = new float[count];
        for (int index = 0; index < count; index++) {
            values[index] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** Of the device, in megabytes. */
    long takenMegabytes() {
        return engine.memory().pooledBytes() >> 20;
    }

    static Precision precision(String word) {
        return Precision.valueOf(word.toUpperCase(Locale.ROOT));
    }

    @Override
    public void close() {
        engine.close();
    }
}
