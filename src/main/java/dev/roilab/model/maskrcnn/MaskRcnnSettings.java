package dev.roilab.model.maskrcnn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.model.fasterrcnn.FasterRcnnSettings;
import dev.roilab.model.fasterrcnn.ProposingSettings;
import dev.roilab.neck.NeckSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.roi.RoiLayer;
import dev.roilab.rpn.RpnSettings;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Optional;

/**
 * Mask R-CNN (arXiv:1703.06870): the settings of a Faster R-CNN, jointly trained, and of its branches.
 *
 * @param neck between the backbone and all that reads maps; absent: none
 * @param rpn the network that proposes regions
 * @param boxLoss of the detector's offsets
 * @param sampling of the regions that the detector and its branches learn from
 * @param mask the branch for pixels; absent: none
 * @param keyPoints the branch for key points; absent: none
 */
public record MaskRcnnSettings(
        BackboneSettings backbone,
        Optional<NeckSettings> neck,
        RpnSettings rpn,
        RoiLayer roi,
        HeadSettings head,
        BoxLoss boxLoss,
        BoxTargets boxTargets,
        SamplingSettings sampling,
        Optional<MaskSettings> mask,
        Optional<KeyPointSettings> keyPoints,
        PostprocessingSettings postprocessing)
        implements ProposingSettings, PartlyRead {
    public MaskRcnnSettings {
        if (mask.isEmpty() && keyPoints.isEmpty()) {
            throw new IllegalArgumentException(
                    "mask-rcnn needs a branch, mask or key_points; without any it is faster-rcnn");
        }
        // It has checks of its own.
        var _ = new FasterRcnnSettings(
                backbone, neck, rpn, roi, head, boxLoss, boxTargets, sampling, Optional.empty(), postprocessing);
    }

    /** The Faster R-CNN that the branches are added to. */
    FasterRcnnSettings detector() {
        return new FasterRcnnSettings(
                backbone, neck, rpn, roi, head, boxLoss, boxTargets, sampling, Optional.empty(), postprocessing);
    }

    @Override
    public List<Unread> unread() {
        return detector().unread();
    }
}
