package dev.roilab.backbone;

import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Optional;

/** The {@code model.backbone} block of a study: which network, cut where, from which weights, learning what. */
public sealed interface BackboneSettings {
    int stride();

    /** A safetensors file; absent: He initialisation from the trial's seed. */
    Optional<String> weights();

    /** Stages below this one keep their weights: 1 freezes the stem, 2 the first stage too, and so on; 0 trains all. */
    int frozenBelow();

    /** How batch normalisation takes part in training. */
    enum Norm {
        /** Batch statistics in training, running averages in inference. */
        TRAINED,
        /** The running averages and the affine map of the weight file, never changed. */
        FROZEN,
        /** No normalisation layer: the weight file has it multiplied into the convolutions, which have biases. */
        FOLDED
    }

    /** ResNet (arXiv:1512.03385), cut after the stage that reaches {@code stride}: 8, 16 or 32. */
    record Resnet(
            @Range(among = {18, 34, 50}) int depth,
            @Range(among = {8, 16, 32}) int stride,
            Norm norm,
            Optional<String> weights,
            @Range(min = 0) int frozenBelow)
            implements BackboneSettings {
        public Resnet {
            Ranges.require(Resnet.class, depth, stride, norm, weights, frozenBelow);
        }
    }

    /** VGG (arXiv:1409.1556), configurations A (11) and D (16), its channels multiplied by {@code width}. */
    record Vgg(
            @Range(among = {11, 16}) int depth,
            @Range(among = {8, 16, 32}) int stride,
            @Range(above = 0) double width,
            Optional<String> weights,
            @Range(min = 0) int frozenBelow)
            implements BackboneSettings, PartlyRead {
        public Vgg {
            Ranges.require(Vgg.class, depth, stride, width, weights, frozenBelow);
        }

        @Override
        public List<Unread> unread() {
            return List.of(Unread.same(
                    "the same numbers of channels", dev.roilab.backbone.Vgg.channels(stride, width), "width"));
        }
    }

    /** AlexNet (arXiv:1404.5997), its channels multiplied by {@code width}. */
    record Alexnet(
            @Range(among = {8, 16, 32}) int stride,
            @Range(above = 0) double width,
            Optional<String> weights,
            @Range(min = 0) int frozenBelow)
            implements BackboneSettings, PartlyRead {
        public Alexnet {
            Ranges.require(Alexnet.class, stride, width, weights, frozenBelow);
        }

        @Override
        public List<Unread> unread() {
            return List.of(Unread.same(
                    "the same numbers of channels", dev.roilab.backbone.Alexnet.channels(stride, width), "width"));
        }
    }

    /** A small residual network for studies on a CPU: {@code width} channels in its first stage, doubled at each. */
    record Tiny(
            @Range(min = 1) int width,
            @Range(among = {8, 16, 32}) int stride,
            Optional<String> weights,
            @Range(min = 0) int frozenBelow)
            implements BackboneSettings {
        public Tiny {
            Ranges.require(Tiny.class, width, stride, weights, frozenBelow);
        }
    }
}
