package dev.roilab.backbone;

import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * EfficientNet (arXiv:1905.11946), cut after the stages at {@code stride}.
 *
 * @param width by which the variant's numbers of channels are multiplied, before they are rounded: w in equation 3
 * @param depth by which the variant's numbers of blocks are multiplied, before they are rounded up: d there
 * @param stochasticDepth how likely the last block is left out for a picture in training (0.2); earlier ones less, in
 *     proportion to the blocks before them
 */
public record EfficientnetSettings(
        Variant variant,
        @Range(above = 0) double width,
        @Range(above = 0) double depth,
        @Range(among = {8, 16, 32}) int stride,
        Norm norm,
        @Range(min = 0, below = 1) double stochasticDepth,
        Optional<String> weights,
        @Range(min = 0) int frozenBelow)
        implements BackboneSettings, PartlyRead {
    /** How much wider and deeper than B0, as in the paper's code; pictures are to grow with it. */
    public enum Variant {
        B0(1, 1),
        B1(1, 1.1),
        B2(1.1, 1.2),
        B3(1.2, 1.4),
        B4(1.4, 1.8),
        B5(1.6, 2.2),
        B6(1.8, 2.6),
        B7(2, 3.1);

        private final double width;
        private final double depth;

        Variant(double width, double depth) {
            this.width = width;
            this.depth = depth;
        }

        double width() {
            return width;
        }

        double depth() {
            return depth;
        }
    }

    public EfficientnetSettings {
        Ranges.require(
                EfficientnetSettings.class, variant, width, depth, stride, norm, stochasticDepth, weights, frozenBelow);
    }

    @Override
    public List<Unread> unread() {
        List<Unread> unread = new ArrayList<>();
        unread.add(Unread.same("the same numbers of channels", Efficientnet.widths(this), "width"));
        unread.add(Unread.same("the same numbers of blocks", Efficientnet.depths(this), "depth"));
        if (!Efficientnet.leavesOut(this)) {
            unread.add(Unread.keys("none of its blocks can be left out", "stochastic_depth"));
        }
        return List.copyOf(unread);
    }
}
