package dev.roilab.backbone;

import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Optional;

/**
 * SqueezeNet (arXiv:1602.07360), cut before the pooling that would exceed {@code stride}. It has no normalisation.
 *
 * @param width by which all numbers of channels are multiplied
 */
public record SqueezenetSettings(
        Variant variant,
        @Range(among = {4, 8, 16}) int stride,
        @Range(above = 0) double width,
        Optional<String> weights,
        @Range(min = 0) int frozenBelow)
        implements BackboneSettings, PartlyRead {
    /** Which of its authors' networks. */
    public enum Variant {
        /** The paper's. */
        V1_0,
        /** With poolings earlier and a smaller stem: the same accuracy at 2.4 times less computation. */
        V1_1
    }

    public SqueezenetSettings {
        Ranges.require(SqueezenetSettings.class, variant, stride, width, weights, frozenBelow);
    }

    @Override
    public List<Unread> unread() {
        return List.of(Unread.same("the same numbers of channels", Squeezenet.widths(this), "width"));
    }
}
