package dev.roilab.model.rcnn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.crop.CropSettings;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.detect.staged.RidgeSettings;
import dev.roilab.detect.staged.StagedSettings;
import dev.roilab.detect.staged.SvmSettings;
import dev.roilab.proposal.ProposalSettings;
import java.util.Optional;

/**
 * R-CNN (arXiv:1311.2524): a network that sees one warped proposal at a time, then SVMs, then box regressors.
 *
 * @param proposals that are warped
 * @param crop what the network sees of a proposal
 * @param head the fully connected layers; the SVMs read the last of them
 * @param sampling of fine-tuning, section 2.3
 * @param boxRegression reads the last feature map
 * @param boxes of detections; absent: regressed
 */
public record RcnnSettings(
        ProposalSettings proposals,
        BackboneSettings backbone,
        CropSettings crop,
        HeadSettings.Fc head,
        SamplingSettings sampling,
        SvmSettings svm,
        RidgeSettings boxRegression,
        PostprocessingSettings postprocessing,
        Optional<DetectedBoxes> boxes)
        implements StagedSettings {
    public RcnnSettings {
        head.requirePlain();
    }
}
