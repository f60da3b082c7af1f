package dev.roilab.model.classifier;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.picture.PictureHead;
import dev.roilab.roi.RoiLayer;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Optional;

/**
 * A classifier of whole pictures, at the size that {@code data} resizes them to: ResNet (arXiv:1512.03385), section
 * 3.3, and with a pyramid SPPnet (arXiv:1406.4729), section 3, over any backbone.
 *
 * @param pooling what makes a vector of a map of any size, such as a pyramid; absent: the mean of each channel
 * @param head what stands above it
 * @param auxiliary classifiers beside the last one, in training; absent: none
 * @param labelSmoothing part of the truth that is spread over all classes; absent: 0
 * @param crops what a training cuts out of its pictures; absent: it sees them whole
 * @param views how a test looks at a picture; absent: once, whole
 */
public record ClassifierSettings(
        BackboneSettings backbone,
        Optional<RoiLayer> pooling,
        PictureHead head,
        Optional<AuxiliarySettings> auxiliary,
        @Range(min = 0, below = 1) Optional<Double> labelSmoothing,
        Optional<RandomCrops> crops,
        Optional<ViewSettings> views)
        implements ModelSettings, PartlyRead {
    /** Of whole pictures, with one classifier and sharp labels. */
    public ClassifierSettings(BackboneSettings backbone, Optional<RoiLayer> pooling, PictureHead head) {
        this(backbone, pooling, head, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public ClassifierSettings {
        Ranges.require(ClassifierSettings.class, backbone, pooling, head, auxiliary, labelSmoothing, crops, views);
    }

    @Override
    public List<Unread> unread() {
        return Unread.asDefault("label_smoothing", labelSmoothing, 0.0);
    }
}
