package dev.roilab.testing;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.model.fasterrcnn.FasterRcnnSettings;
import dev.roilab.model.fastrcnn.FastRcnnSettings;
import dev.roilab.model.maskrcnn.KeyPointSettings;
import dev.roilab.model.maskrcnn.MaskRcnnSettings;
import dev.roilab.model.maskrcnn.MaskSettings;
import dev.roilab.model.yolo.AddedLayers;
import dev.roilab.model.yolo.GridSettings;
import dev.roilab.model.yolo.InputSettings;
import dev.roilab.model.yolo.LossSettings;
import dev.roilab.model.yolo.YoloSettings;
import dev.roilab.neck.NeckSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.roi.RoiLayer;
import dev.roilab.rpn.AnchorSampling;
import dev.roilab.rpn.AnchorSettings;
import dev.roilab.rpn.ProposalLimits;
import dev.roilab.rpn.RpnSettings;
import java.util.List;
import java.util.Optional;

/** Blocks of {@code model} with the usual values of what a test is not about. */
public final class Models {
    /** Of small trainings: 20 detections an image. */
    public static final PostprocessingSettings FEW = new PostprocessingSettings(0.05, 0.3, 20);

    /** Regions that a test finds without looking at pictures. */
    public static final ProposalSettings GRID =
            new ProposalSettings.DenseGrid(200, List.of(24.0, 32.0, 44.0), List.of(0.7, 1.0, 1.4), 0.25);

    private Models() {}

    /** A quarter of the regions foreground, everything else background. */
    public static SamplingSettings sampling(int rois) {
        return new SamplingSettings(rois, 0.25, 0.5, new SamplingSettings.Band(0, 0.5));
    }

    /** Both tasks together, with its own softmax and regressed boxes; 32 regions a mini-batch. */
    public static FastRcnnSettings fastRcnn(
            BackboneSettings backbone, RoiLayer roi, HeadSettings head, BoxLoss loss, BoxTargets targets) {
        return new FastRcnnSettings(
                GRID,
                backbone,
                roi,
                head,
                loss,
                targets,
                sampling(32),
                Optional.empty(),
                Optional.empty(),
                FEW,
                Optional.empty());
    }

    /** The same detector over a region proposal network with nine anchors a cell. */
    public static FasterRcnnSettings fasterRcnn(FastRcnnSettings detector, FasterRcnnSettings.Training training) {
        var rpn = new RpnSettings(
                new AnchorSettings(
                        List.of(20.0, 32.0, 48.0), List.of(0.7, 1.0, 1.4), Optional.empty(), Optional.empty()),
                32,
                new AnchorSampling(64, 0.5, 0.7, 0.3, Optional.empty()),
                new BoxLoss.SmoothL1(1.0 / 9, 1),
                new ProposalLimits(200, 60),
                new ProposalLimits(200, 60),
                0.7,
                1);
        return new FasterRcnnSettings(
                detector.backbone(),
                rpn,
                detector.roi(),
                detector.head(),
                detector.boxLoss(),
                detector.boxTargets(),
                detector.sampling(),
                Optional.of(training),
                detector.postprocessing());
    }

    /**
     * Three by three cells of two boxes, over pictures of 64 pixels; of a training of a few steps there are detections.
     */
    public static YoloSettings yolo(BackboneSettings backbone) {
        return new YoloSettings(
                new InputSettings(64, InputSettings.Aspect.STRETCHED),
                backbone,
                new AddedLayers(List.of(32), List.of(1), List.of(64), 0),
                new GridSettings(3, 2),
                new LossSettings(5, 0.5, LossSettings.Confidence.IOU),
                new PostprocessingSettings(0, FEW.nms(), FEW.detections()));
    }

    /** The same over a neck. */
    public static FastRcnnSettings with(NeckSettings neck, FastRcnnSettings model) {
        return new FastRcnnSettings(
                model.proposals(),
                model.backbone(),
                Optional.of(neck),
                model.roi(),
                model.head(),
                model.boxLoss(),
                model.boxTargets(),
                model.sampling(),
                model.tasks(),
                model.svm(),
                model.postprocessing(),
                model.boxes());
    }

    /** The same over a neck, with one of its anchors' sizes for each map. */
    public static FasterRcnnSettings with(NeckSettings neck, FasterRcnnSettings model) {
        return new FasterRcnnSettings(
                model.backbone(),
                Optional.of(neck),
                model.rpn(),
                model.roi(),
                model.head(),
                model.boxLoss(),
                model.boxTargets(),
                model.sampling(),
                model.training(),
                model.postprocessing());
    }

    /** Branches over a Faster R-CNN, which is trained jointly. */
    public static MaskRcnnSettings maskRcnn(
            FasterRcnnSettings detector, Optional<MaskSettings> mask, Optional<KeyPointSettings> keyPoints) {
        return new MaskRcnnSettings(
                detector.backbone(),
                Optional.empty(),
                detector.rpn(),
                detector.roi(),
                detector.head(),
                detector.boxLoss(),
                detector.boxTargets(),
                detector.sampling(),
                mask,
                keyPoints,
                detector.postprocessing());
    }

    /** The same model trained on other mini-batches. */
    public static FastRcnnSettings with(SamplingSettings sampling, FastRcnnSettings model) {
        return new FastRcnnSettings(
                model.proposals(),
                model.backbone(),
                model.roi(),
                model.head(),
                model.boxLoss(),
                model.boxTargets(),
                sampling,
                model.tasks(),
                model.svm(),
                model.postprocessing(),
                model.boxes());
    }
}
