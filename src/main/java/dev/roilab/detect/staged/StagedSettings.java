package dev.roilab.detect.staged;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.HeadSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.SamplingSettings;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.proposal.ProposalSettings;
import java.util.Optional;

/** What the {@code model} blocks of R-CNN and SPPnet have in common: fine-tuning, SVMs, box regressors, detections. */
public interface StagedSettings extends ModelSettings {
    /** The windows that they look at. */
    ProposalSettings proposals();

    BackboneSettings backbone();

    /** The fully connected layers. */
    HeadSettings head();

    /** Of fine-tuning. */
    SamplingSettings sampling();

    SvmSettings svm();

    RidgeSettings boxRegression();

    PostprocessingSettings postprocessing();

    /** Absent: regressed. */
    Optional<DetectedBoxes> boxes();
}
