package dev.roilab.model.sppnet;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ScaleSettings;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.detect.staged.RidgeSettings;
import dev.roilab.detect.staged.StagedSettings;
import dev.roilab.detect.staged.SvmSettings;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.roi.RoiLayer;
import java.util.Optional;

/**
 * SPPnet (arXiv:1406.4729), section 4: convolutions once an image and scale, never fine-tuned; then as R-CNN.
 *
 * @param proposals windows of the maps
 * @param roi the pyramid
 * @param scales of the images; each window is taken from the one that suits it
 * @param sampling of fine-tuning
 * @param boxRegression reads the pyramid's cells
 * @param boxes of detections; absent: regressed
 */
public record SppNetSettings(
        ProposalSettings proposals,
        BackboneSettings backbone,
        RoiLayer roi,
        ScaleSettings scales,
        HeadSettings.Fc head,
        SamplingSettings sampling,
        SvmSettings svm,
        RidgeSettings boxRegression,
        PostprocessingSettings postprocessing,
        Optional<DetectedBoxes> boxes)
        implements StagedSettings {
    public SppNetSettings {
        head.requirePlain();
    }
}
