package dev.roilab.testing;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.model.fastrcnn.FastRcnnSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.roi.RoiLayer;
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
