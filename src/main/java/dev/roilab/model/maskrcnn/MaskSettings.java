package dev.roilab.model.maskrcnn;

import dev.roilab.roi.RoiLayer;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Optional;

/**
 * The mask branch: Mask R-CNN (arXiv:1703.06870), section 3 and figure 4.
 *
 * @param roi how a region becomes a grid; the mask has twice as many cells a side (14 and 28)
 * @param convolutions of 3 x 3 before the mask's size is doubled (4)
 * @param channels of each of them (256)
 * @param activation of the masks' outputs, table 2b; absent: sigmoid
 * @param threshold of the probability from which on a pixel is the object's, section 3.1
 */
public record MaskSettings(
        RoiLayer roi,
        @Range(min = 0) int convolutions,
        @Range(min = 1) int channels,
        Optional<Outputs> activation,
        @Range(above = 0, max = 1) double threshold)
        implements PartlyRead {
    public MaskSettings {
        Ranges.require(MaskSettings.class, roi, convolutions, channels, activation, threshold);
        BranchLayers.requireGrid("mask.roi", roi);
    }

    /** What a mask's outputs are. */
    public enum Outputs {
        /** A mask of each class by itself, of which that of the region's class learns. */
        SIGMOID,
        /** For each cell its class, or background: classes compete. */
        SOFTMAX
    }

    Outputs outputs() {
        return activation.orElse(Outputs.SIGMOID);
    }

    @Override
    public List<Unread> unread() {
        return Unread.asDefault("activation", activation, Outputs.SIGMOID);
    }
}
