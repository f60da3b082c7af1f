package dev.roilab.bench;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.bench.PeerServer.Work;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.model.fasterrcnn.FasterRcnn;
import dev.roilab.model.fasterrcnn.FasterRcnnRecipe;
import dev.roilab.model.fasterrcnn.FasterRcnnSettings;
import dev.roilab.model.fasterrcnn.JointTraining;
import dev.roilab.model.maskrcnn.MaskRcnnRecipe;
import dev.roilab.model.maskrcnn.MaskRcnnSettings;
import dev.roilab.model.maskrcnn.MaskSettings;
import dev.roilab.model.maskrcnn.OpenMaskRcnn;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.nn.Sgd;
import dev.roilab.roi.RoiLayer;
import dev.roilab.rpn.AnchorSampling;
import dev.roilab.rpn.AnchorSettings;
import dev.roilab.rpn.ProposalLimits;
import dev.roilab.rpn.RpnSettings;
import dev.roilab.task.Learner;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.testing.Models;
import dev.roilab.timing.StageTimer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Faster and Mask R-CNN over a ResNet-C4 as torchvision's classes build them at the settings of {@code two_stage.py}:
 * whole steps and whole tests of a picture, from its pixels to its boxes and masks. Pictures are in memory, decoded.
 */
final class TwoStageWorks {
    private static final int CLASSES = 8;
    private static final RoiLayer ALIGN =
            new RoiLayer.RoiAlign(7, Optional.of(2), Optional.of(false), Optional.empty());
    /** Steps that follow each other must not run away from what a step costs at the start. */
    private static final double SMALL_RATE = 1e-7;

    private final Scale scale;
    private final SystemParts parts;

    private TwoStageWorks(Engine engine, Scale scale) {
        this.scale = scale;
        parts = parts(engine, scale);
    }

    /**
     * What is timed.
     *
     * @param layers of the ResNet
     * @param width of the pictures; their objects measure from a seventeenth of it to a third
     * @param hidden units of the head's two layers
     */
    record Scale(int layers, int width, int height, int hidden) {
        /** What a processor does in a second or less. */
        static final Scale CPU = new Scale(18, 512, 400, 1024);
    }

    /**
     * @param name {@code step}, with two pictures, or {@code inference}, then {@code faster-rcnn} or {@code mask-rcnn}
     */
    static Work create(Engine engine, String name, Scale scale) {
        String[] words = name.split("/", -1);
        boolean masks = words[1].equals("mask-rcnn");
        var works = new TwoStageWorks(engine, scale);
        return words[0].equals("step") ? works.step(masks) : works.inference(masks);
    }

    private static SystemParts parts(Engine engine, Scale scale) {
        int width = scale.width();
        int height = scale.height();
        var shapes = new DataSettings.Shapes(
                1, width, height, 2, 1, CLASSES, 8, width / 17.0, width * 0.35, 0.1, 0.3, 5, height, width);
        var data = DataSets.load(shapes, Optional.empty()).map(Sample::truth);
        return new SystemParts(
                engine,
                data,
                _ -> List.of(),
                new ImageScales(shapes, 64),
                new TrainSettings(1, 2, true, engine.precision(), SMALL_RATE, 0.9, 5e-4, new Schedule.Constant(0)),
                TestSettings.ONE_SCALE,
                new RandomStreams(1),
                new StageTimer(),
                Path.of("."),
                InitialWeights.NONE,
                false);
    }

    /** Pictures in, gradients of all parameters, update. */
    private Work step(boolean masks) {
        Engine engine = parts.engine();
        JointTraining training;
        List<Parameter> learned;
        if (masks) {
            OpenMaskRcnn open = OpenMaskRcnn.of(parts, maskRcnn());
            training = open.training();
            learned = open.parameters();
        } else {
            var network = new FasterRcnn(engine, fasterRcnn(), CLASSES, parts.random());
            training = new JointTraining(parts, network, fasterRcnn(), List.of());
            learned = network.parameters();
        }
        var optimizer = new Sgd(engine, learned, parts.train().sgd());
        var batches = new ImageSampling(parts, parts.random());
        return () -> {
            try (Scope _ = engine.openScope()) {
                Tape tape = Tape.recording(engine);
                LossTerms terms = training.terms(tape, batches.batch(0)).orElseThrow();
                tape.backward(terms.gradients());
                // A step whose loss is not finite has no update and would look fast.
                if (!terms.read().areFinite()) {
                    throw new IllegalStateException("the step diverged; its time says nothing");
                }
                optimizer.step(tape, SMALL_RATE);
            }
        };
    }

    private Work inference(boolean masks) {
        Learner<?> learner = masks
                ? new MaskRcnnRecipe().create(parts, maskRcnn())
                : new FasterRcnnRecipe().create(parts, fasterRcnn());
        Sample<TrueObjects> drawn = parts.data().test().getFirst();
        var decoded = new Decoded(drawn.id(), drawn.truth(), drawn.read());
        return () -> learner.predict(decoded);
    }

    /** A picture whose pixels are there. */
    private record Decoded(String id, TrueObjects truth, Pixels read) implements Sample<TrueObjects> {
        @Override
        public int width() {
            return read.width();
        }

        @Override
        public int height() {
            return read.height();
        }
    }

    private FasterRcnnSettings fasterRcnn() {
        var anchors = new AnchorSettings(
                List.of(32.0, 64.0, 128.0, 256.0, 512.0), List.of(0.5, 1.0, 2.0), Optional.empty(), Optional.empty());
        var loss = new BoxLoss.SmoothL1(1.0 / 9, 1);
        return new FasterRcnnSettings(
                new BackboneSettings.Resnet(scale.layers(), 16, BackboneSettings.Norm.TRAINED, Optional.empty(), 0),
                new RpnSettings(
                        anchors,
                        256,
                        new AnchorSampling(256, 0.5, 0.7, 0.3, Optional.of(AnchorSampling.Crossing.USED)),
                        loss,
                        new ProposalLimits(2000, 1000),
                        new ProposalLimits(1000, 300),
                        0.7,
                        1e-3),
                ALIGN,
                new HeadSettings.Fc(List.of(scale.hidden(), scale.hidden())),
                loss,
                new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)),
                Models.sampling(128),
                Optional.empty(),
                new PostprocessingSettings(0.05, 0.5, 100));
    }

    private MaskRcnnSettings maskRcnn() {
        FasterRcnnSettings detector = fasterRcnn();
        var mask = new MaskSettings(
                new RoiLayer.RoiAlign(14, Optional.of(2), Optional.of(false), Optional.empty()),
                4,
                256,
                Optional.empty(),
                0.5);
        return new MaskRcnnSettings(
                detector.backbone(),
                Optional.empty(),
                detector.rpn(),
                detector.roi(),
                detector.head(),
                detector.boxLoss(),
                detector.boxTargets(),
                detector.sampling(),
                Optional.of(mask),
                Optional.empty(),
                detector.postprocessing());
    }
}
