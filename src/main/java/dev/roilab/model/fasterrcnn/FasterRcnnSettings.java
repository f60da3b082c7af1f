package dev.roilab.model.fasterrcnn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.model.fastrcnn.FastRcnn;
import dev.roilab.neck.FeatureExtractor;
import dev.roilab.neck.NeckSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.roi.RoiLayer;
import dev.roilab.rpn.RpnSettings;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Faster R-CNN (arXiv:1506.01497).
 *
 * @param neck between the backbone and both networks; absent: none, they read the backbone's last map
 * @param rpn the network that proposes regions, section 3.1
 * @param boxLoss of the detector's offsets
 * @param sampling of the regions that the detector learns from
 * @param training how the two networks come to share their convolutions, section 3.2; absent: jointly
 */
public record FasterRcnnSettings(
        BackboneSettings backbone,
        Optional<NeckSettings> neck,
        RpnSettings rpn,
        RoiLayer roi,
        HeadSettings head,
        BoxLoss boxLoss,
        BoxTargets boxTargets,
        SamplingSettings sampling,
        Optional<Training> training,
        PostprocessingSettings postprocessing)
        implements ProposingSettings, PartlyRead {

    public FasterRcnnSettings {
        if (head.svd().isPresent()) {
            throw new IllegalArgumentException("head.svd is known to fast-rcnn alone");
        }
        neck.ifPresent(settings -> settings.requireFit(backbone));
        head.requireFit(backbone, FeatureExtractor.channels(backbone, neck), roi);
        neck.ifPresent(
                settings -> rpn.requireMaps(settings.proposalStrides(backbone).size()));
    }

    /** Over the backbone's last map. */
    public FasterRcnnSettings(
            BackboneSettings backbone,
            RpnSettings rpn,
            RoiLayer roi,
            HeadSettings head,
            BoxLoss boxLoss,
            BoxTargets boxTargets,
            SamplingSettings sampling,
            Optional<Training> training,
            PostprocessingSettings postprocessing) {
        this(backbone, Optional.empty(), rpn, roi, head, boxLoss, boxTargets, sampling, training, postprocessing);
    }

    @Override
    public List<Unread> unread() {
        List<Unread> unread = new ArrayList<>(Unread.asDefault("training", training, Training.JOINT));
        if (boxLoss.weight() == 0) {
            unread.add(Unread.keys("box_loss.weight is 0", "box_loss.type", "box_loss.beta"));
        }
        return unread;
    }

    FastRcnn.Layers layers() {
        return new FastRcnn.Layers(backbone, roi, head, boxTargets);
    }

    /** Section 3.2. */
    public enum Training {
        /** Approximate joint training: all losses in each step; proposals are taken as given, not as learned. */
        JOINT,
        /**
         * Four trainings, each of all steps: the region proposal network; a Fast R-CNN of its own on the proposals of
         * that; the region proposal network again over the detector's convolutions, which stay; the detector's other
         * layers on the proposals of that.
         */
        ALTERNATING
    }
}
