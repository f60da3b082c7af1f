package dev.roilab.detect.staged;

import static dev.roilab.model.fasterrcnn.FasterRcnnSettings.Training.ALTERNATING;
import static dev.roilab.model.fasterrcnn.FasterRcnnSettings.Training.JOINT;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.compress.SvdSettings;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.ScaleSettings;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.crop.CropSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.model.fasterrcnn.FasterRcnnRecipe;
import dev.roilab.model.fasterrcnn.FasterRcnnSettings;
import dev.roilab.model.fastrcnn.FastRcnnLearner;
import dev.roilab.model.fastrcnn.FastRcnnSettings;
import dev.roilab.model.rcnn.Rcnn;
import dev.roilab.model.rcnn.RcnnSettings;
import dev.roilab.model.slidingwindow.SlidingWindow;
import dev.roilab.model.slidingwindow.SlidingWindowSettings;
import dev.roilab.model.slidingwindow.WindowGrid;
import dev.roilab.model.sppnet.SppNet;
import dev.roilab.model.sppnet.SppNetSettings;
import dev.roilab.model.yolo.YoloRecipe;
import dev.roilab.neck.NeckSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.roi.RoiLayer;
import dev.roilab.testing.Models;
import java.util.List;
import java.util.Optional;

/** Every system that a test trains, as small as it can be. */
enum SystemKind {
    SLIDING_WINDOW,
    RCNN,
    SPP_NET,
    FAST_RCNN,
    FAST_RCNN_SVD,
    FAST_RCNN_SVM,
    FAST_RCNN_STAGE,
    FAST_RCNN_PYRAMID,
    FASTER_RCNN,
    FASTER_RCNN_ALTERNATING,
    FASTER_RCNN_STAGE,
    FASTER_RCNN_PYRAMID,
    FASTER_RCNN_PYRAMID_ALTERNATING,
    YOLO;

    private static final NeckSettings PYRAMID = new NeckSettings.Fpn(16, Optional.empty(), Optional.of(64.0));

    private static final BackboneSettings C4 =
            new BackboneSettings.Resnet(18, 16, BackboneSettings.Norm.TRAINED, Optional.empty(), 0);

    private static final SamplingSettings SAMPLING = Models.sampling(64);

    DetectionSystem create(SystemParts parts) {
        var backbone = new BackboneSettings.Tiny(8, 8, Optional.empty(), 0);
        var crop = new CropSettings(32, 4);
        var head = new HeadSettings.Fc(List.of(32));
        var svm = new SvmSettings(0.01, 2, 10, 20, 0.3, 500);
        var ridge = new RidgeSettings(0.5, 1000, 20, 400);
        var grid = new WindowGrid(List.of(24.0, 32.0, 44.0), List.of(0.7, 1.0, 1.4), 0.25);
        return switch (this) {
            case SLIDING_WINDOW ->
                new SlidingWindow(parts, new SlidingWindowSettings(backbone, crop, head, grid, SAMPLING, Models.FEW));
            case RCNN ->
                new Rcnn(
                        parts,
                        new RcnnSettings(
                                Models.GRID, backbone, crop, head, SAMPLING, svm, ridge, Models.FEW, Optional.empty()));
            case SPP_NET ->
                new SppNet(
                        parts,
                        new SppNetSettings(
                                Models.GRID,
                                backbone,
                                new RoiLayer.Spp(List.of(4, 2, 1)),
                                new ScaleSettings(List.of(64, 96), 48),
                                head,
                                SAMPLING,
                                svm,
                                ridge,
                                Models.FEW,
                                Optional.empty()));
            case FAST_RCNN -> new FastRcnnLearner(parts, fastRcnn(head));
            case FAST_RCNN_SVM -> new FastRcnnLearner(parts, with(svm, fastRcnn(head)));
            case FAST_RCNN_STAGE -> new FastRcnnLearner(parts, stage());
            case FAST_RCNN_PYRAMID -> new FastRcnnLearner(parts, Models.with(PYRAMID, fastRcnn(head)));
            case FASTER_RCNN -> fasterRcnn(parts, Models.fasterRcnn(fastRcnn(head), JOINT));
            case FASTER_RCNN_ALTERNATING -> fasterRcnn(parts, Models.fasterRcnn(fastRcnn(head), ALTERNATING));
            case FASTER_RCNN_STAGE -> fasterRcnn(parts, Models.fasterRcnn(stage(), JOINT));
            case FASTER_RCNN_PYRAMID -> fasterRcnn(parts, pyramid(head, JOINT));
            case FASTER_RCNN_PYRAMID_ALTERNATING -> fasterRcnn(parts, pyramid(head, ALTERNATING));
            case YOLO -> new YoloRecipe().create(parts, Models.yolo(backbone));
            case FAST_RCNN_SVD ->
                new FastRcnnLearner(
                        parts,
                        fastRcnn(new HeadSettings.Fc(
                                List.of(32),
                                Optional.of(new SvdSettings(
                                        SvdSettings.Method.EXACT,
                                        Optional.of(List.of(16)),
                                        Optional.empty(),
                                        Optional.empty())),
                                Optional.empty())));
        };
    }

    /** In a mini-batch of 64 regions: each system in its paper's way. */
    int images() {
        return switch (this) {
            case SLIDING_WINDOW, RCNN, SPP_NET -> 64;
            // All pictures: batch statistics of one fit no other.
            default -> needsNoSearch() ? 4 : 1;
        };
    }

    /** Of a training that shows how it is done, past a stop at the third. */
    int steps() {
        return name().contains("STAGE") ? 4 : 8;
    }

    boolean makesItsProposals() {
        return name().startsWith("FASTER_RCNN");
    }

    boolean needsNoSearch() {
        return makesItsProposals() || this == YOLO;
    }

    /** The errors of a picture are a sum over its cells in YOLO, and means over regions in the others. */
    double rate() {
        return this == YOLO ? 0.004 : 0.02;
    }

    /** Stages that not every system has. */
    String[] ownStages() {
        if (name().contains("PYRAMID")) {
            return new String[] {"neck", "fc6"};
        }
        return new String[] {name().contains("STAGE") ? HeadSettings.Stage.NAME : "fc6"};
    }

    /** SPPnet's convolutions never learn: to know mirror images by heart as well takes it twice the steps. */
    boolean flips() {
        return this != SPP_NET;
    }

    private static DetectionSystem fasterRcnn(SystemParts parts, FasterRcnnSettings model) {
        return new FasterRcnnRecipe().create(parts, model);
    }

    /** Over maps of strides 4 and 8, and a third for proposals. */
    private static FasterRcnnSettings pyramid(HeadSettings head, FasterRcnnSettings.Training training) {
        return Models.with(PYRAMID, Models.fasterRcnn(fastRcnn(head), training));
    }

    /** The fifth stage of a whole ResNet-18 is run for each region: few regions, of few cells. */
    private static FastRcnnSettings stage() {
        return Models.with(Models.sampling(16), fastRcnn(new HeadSettings.Stage(), C4, new RoiLayer.RoiPool(2)));
    }

    private static FastRcnnSettings with(SvmSettings svm, FastRcnnSettings plain) {
        return new FastRcnnSettings(
                plain.proposals(),
                plain.backbone(),
                plain.roi(),
                plain.head(),
                plain.boxLoss(),
                plain.boxTargets(),
                plain.sampling(),
                plain.tasks(),
                Optional.of(svm),
                plain.postprocessing(),
                plain.boxes());
    }

    private static FastRcnnSettings fastRcnn(HeadSettings head) {
        return fastRcnn(head, new BackboneSettings.Tiny(8, 8, Optional.empty(), 0), new RoiLayer.RoiPool(4));
    }

    private static FastRcnnSettings fastRcnn(HeadSettings head, BackboneSettings backbone, RoiLayer roi) {
        FastRcnnSettings model = Models.fastRcnn(
                backbone, roi, head, new BoxLoss.SmoothL1(1, 1), new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)));
        return Models.with(SAMPLING, model);
    }
}
