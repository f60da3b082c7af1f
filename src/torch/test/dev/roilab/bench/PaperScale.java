package dev.roilab.bench;

import dev.roilab.autograd.Tape;
import dev.roilab.backbone.BackboneSettings;
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
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.Models;
import dev.roilab.timing.Stages;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Fast R-CNN (arXiv:1504.08083) at its paper's sizes, random weights, every parameter trained: a training step with 64
 * regions of each image, the inference with 2000 of each. Both include the copies to the device and of the result back,
 * and end when the device has ended. Beside it the fine-tuning steps of R-CNN and SPPnet, and the region operators.
 */
final class PaperScale implements AutoCloseable {
    private static final int CLASSES = 20;

    private final Engine engine;
    private final Sizes sizes;

    /** What is timed; {@code SMALL} proves on a CPU that it runs. */
    enum Sizes {
        PAPER(600, 1000, 2000, 128, 224, 4096, 1024),
        SMALL(96, 128, 50, 16, 64, 64, 64);

        private final int height;
        private final int width;
        private final int proposals;
        private final int rois;
        private final int crop;
        private final int vggHidden;
        private final int resnetHidden;

        Sizes(int height, int width, int proposals, int rois, int crop, int vggHidden, int resnetHidden) {
            this.height = height;
            this.width = width;
            this.proposals = proposals;
            this.rois = rois;
            this.crop = crop;
            this.vggHidden = vggHidden;
            this.resnetHidden = resnetHidden;
        }

        TwoStageWorks.Scale twoStage() {
            return new TwoStageWorks.Scale(this == PAPER ? 50 : 18, width, height, resnetHidden);
        }

        /** @param word {@code paper} or {@code small} */
        static Sizes of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Takes the engine over: closing this closes it. */
    PaperScale(Engine engine, Sizes sizes) {
        this.engine = engine;
        this.sizes = sizes;
    }

    /**
     * The work of a name.
     *
     * @param name {@code step/vgg16/2}, {@code inference/resnet50-c4/8}, {@code step/rcnn}, {@code step/mask-rcnn},
     *     {@code operator/roi-pool/both/usual} and so on; timings.py lists them
     */
    Runnable work(String name) {
        String[] parts = name.split("/", -1);
        if (parts[1].equals("faster-rcnn") || parts[1].equals("mask-rcnn")) {
            return TwoStageWorks.create(engine, name, sizes.twoStage())::run;
        }
        return switch (parts[0]) {
            case "step" ->
                switch (parts[1]) {
                    case "rcnn" -> fineTuning().rcnn();
                    case "spp-net" -> fineTuning().sppNet();
                    default -> step(parts[1], Integer.parseInt(parts[2]));
                };
            case "inference" -> inference(parts[1], Integer.parseInt(parts[2]));
            case "operator" -> {
                var size = OperatorWorks.Size.of(parts[3], sizes == Sizes.SMALL);
                yield new OperatorWorks(engine, size).work(parts[1], parts[2]);
            }
            default -> throw new IllegalArgumentException("unknown work " + name);
        };
    }

    private FineTuningSteps fineTuning() {
        return new FineTuningSteps(engine, sizes.rois, sizes.crop, sizes.vggHidden);
    }

    /** {@code Sizes.rois} are those of two images. */
    private Runnable step(String model, int images) {
        int rois = sizes.rois / 2 * images;
        var settings = new TrainSettings(1, images, false, Precision.F32, 1e-4, 0.9, 5e-4, new Schedule.Constant(0));
        var trainer = FastRcnnTraining.descent(
                engine, network(model), new MultiTaskLoss(new RegressionLoss.SmoothL1(1), 1), settings);
        float[] pixels = Drawn.uniform(images * 3 * sizes.height * sizes.width);
        var batch = new HierarchicalSampling.MiniBatch(
                new ImageBatch(pixels, images, sizes.height, sizes.width, List.of()),
                Drawn.regions(rois, images, sizes.height, sizes.width),
                targets(rois),
                List.of("random"));
        return () -> {
            if (!trainer.step(batch, 1e-4).orElseThrow().areFinite()) {
                throw new IllegalStateException("the losses of " + model + " diverged; their steps leave work out");
            }
            engine.synchronize();
        };
    }

    private Runnable inference(String model, int images) {
        FastRcnn network = network(model);
        int count = images * sizes.proposals;
        float[] pixels = Drawn.uniform(images * 3 * sizes.height * sizes.width);
        float[] rows = Drawn.regions(count, images, sizes.height, sizes.width);
        return () -> {
            try (Scope _ = engine.openScope()) {
                var image = engine.tensor(pixels, Shape.of(images, 3, sizes.height, sizes.width));
                var regions = network.place(rows);
                var outputs = network.forward(Tape.inference(engine), image, regions, Stages.UNTIMED);
                engine.losses().softmax(outputs.logits().value()).toFloats();
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
        var settings = Models.fastRcnn(
                backbone,
                new RoiLayer.RoiPool(7),
                new HeadSettings.Fc(List.of(hidden, hidden)),
                new BoxLoss.SmoothL1(1, 1),
                new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)));
        return new FastRcnn(engine, settings, CLASSES, new RandomStreams(1));
    }

    private static MultiTaskLoss.Targets targets(int regions) {
        int[] labels = Drawn.labels(regions, CLASSES);
        float[] weights = new float[regions * 4 * (CLASSES + 1)];
        Arrays.fill(weights, 1f / weights.length);
        return new MultiTaskLoss.Targets(labels, Drawn.uniform(weights.length), weights);
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
