package dev.roilab.model.slidingwindow;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.crop.CropSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Unread;
import java.util.List;

/**
 * The classifier of R-CNN before its SVMs, over every position, scale and ratio; needs no proposals and moves no box.
 *
 * @param sampling of fine-tuning on windows of the grid
 */
public record SlidingWindowSettings(
        BackboneSettings backbone,
        CropSettings crop,
        HeadSettings.Fc head,
        WindowGrid windows,
        SamplingSettings sampling,
        PostprocessingSettings postprocessing)
        implements ModelSettings, PartlyRead {
    public SlidingWindowSettings {
        head.requirePlain();
    }

    @Override
    public List<Unread> unread() {
        return List.of(sampling.seenAsCount());
    }
}
