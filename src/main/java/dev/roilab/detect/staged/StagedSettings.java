package dev.roilab.detect.staged;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the {@code model} blocks of R-CNN and SPPnet have in common: fine-tuning, SVMs, box regressors, detections. */
public interface StagedSettings extends ModelSettings, PartlyRead {
    /** The windows that they look at. */
    ProposalSettings proposals();

    BackboneSettings backbone();

    /** The fully connected layers. */
    HeadSettings.Fc head();

    /** Of fine-tuning. */
    SamplingSettings sampling();

    SvmSettings svm();

    RidgeSettings boxRegression();

    PostprocessingSettings postprocessing();

    /** Absent: regressed. */
    Optional<DetectedBoxes> boxes();

    @Override
    default List<Unread> unread() {
        List<Unread> unread = new ArrayList<>(List.of(sampling().seenAsCount()));
        unread.addAll(Unread.asDefault(DetectedBoxes.KEY, boxes(), DetectedBoxes.REGRESSED));
        if (boxes().equals(Optional.of(DetectedBoxes.PROPOSALS))) {
            unread.add(Unread.keys("boxes are the proposals, which no regressor moves", "box_regression"));
        }
        return unread;
    }
}
