package dev.roilab.model.fastrcnn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.detect.staged.SvmSettings;
import dev.roilab.neck.FeatureExtractor;
import dev.roilab.neck.NeckSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.roi.RoiLayer;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fast R-CNN (arXiv:1504.08083).
 *
 * @param proposals that it looks at, in training and test
 * @param neck between the backbone and the regions; absent: none, regions are read from the backbone's last map
 * @param sampling of its mini-batches, section 2.3
 * @param tasks whether classifier and box regressor are trained together, section 5.1; absent: joint
 * @param svm SVMs that are trained afterwards and decide in place of the softmax, section 5.4; absent: the softmax
 * @param postprocessing section 3
 * @param boxes of detections, table 6; absent: regressed
 */
public record FastRcnnSettings(
        ProposalSettings proposals,
        BackboneSettings backbone,
        Optional<NeckSettings> neck,
        RoiLayer roi,
        HeadSettings head,
        BoxLoss boxLoss,
        BoxTargets boxTargets,
        SamplingSettings sampling,
        Optional<Tasks> tasks,
        Optional<SvmSettings> svm,
        PostprocessingSettings postprocessing,
        Optional<DetectedBoxes> boxes)
        implements ModelSettings, PartlyRead {

    public FastRcnnSettings {
        neck.ifPresent(settings -> settings.requireFit(backbone));
        head.requireFit(backbone, FeatureExtractor.channels(backbone, neck), roi);
    }

    /** Over the backbone's last map. */
    public FastRcnnSettings(
            ProposalSettings proposals,
            BackboneSettings backbone,
            RoiLayer roi,
            HeadSettings head,
            BoxLoss boxLoss,
            BoxTargets boxTargets,
            SamplingSettings sampling,
            Optional<Tasks> tasks,
            Optional<SvmSettings> svm,
            PostprocessingSettings postprocessing,
            Optional<DetectedBoxes> boxes) {
        this(
                proposals,
                backbone,
                Optional.empty(),
                roi,
                head,
                boxLoss,
                boxTargets,
                sampling,
                tasks,
                svm,
                postprocessing,
                boxes);
    }

    @Override
    public List<Unread> unread() {
        List<Unread> unread = new ArrayList<>();
        unread.addAll(Unread.asDefault("tasks", tasks, Tasks.JOINT));
        unread.addAll(Unread.asDefault(DetectedBoxes.KEY, boxes, DetectedBoxes.REGRESSED));
        if (boxLoss.weight() == 0) {
            unread.add(Unread.keys("box_loss.weight is 0", "box_loss.type", "box_loss.beta"));
            if (boxes.equals(Optional.of(DetectedBoxes.PROPOSALS))) {
                unread.add(Unread.keys("box_loss.weight is 0 and boxes are the proposals", "box_targets.deviation"));
            }
        }
        return unread;
    }

    FastRcnn.Layers layers() {
        return new FastRcnn.Layers(backbone, roi, head, boxTargets);
    }

    /** The same network before truncation and SVMs. */
    FastRcnnSettings beforeTraining() {
        return with(head.whole(), Optional.empty());
    }

    /** The same network without truncation. */
    FastRcnnSettings whole() {
        return with(head.whole(), svm);
    }

    private FastRcnnSettings with(HeadSettings otherHead, Optional<SvmSettings> otherSvm) {
        return new FastRcnnSettings(
                proposals,
                backbone,
                neck,
                roi,
                otherHead,
                boxLoss,
                boxTargets,
                sampling,
                tasks,
                otherSvm,
                postprocessing,
                boxes);
    }

    /** Section 5.1. */
    public enum Tasks {
        /** One training with both losses. */
        JOINT,
        /** A training without the box loss, then one of the box regressor alone, as long. */
        STAGE_WISE
    }
}
