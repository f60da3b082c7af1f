package dev.roilab.backbone;

import dev.roilab.yaml.Ranges;
import java.util.Optional;
import java.util.Set;

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
    record Resnet(int depth, int stride, Norm norm, Optional<String> weights, int frozenBelow)
            implements BackboneSettings {
        public Resnet {
            require(
                    new Ranges().require(Set.of(18, 34, 50).contains(depth), "depth must be 18, 34 or 50", depth),
                    stride);
        }
    }

    /** VGG (arXiv:1409.1556), configurations A (11) and D (16), its channels multiplied by {@code width}. */
    record Vgg(int depth, int stride, double width, Optional<String> weights, int frozenBelow)
            implements BackboneSettings {
        public Vgg {
            var ranges = new Ranges().require(depth == 11 || depth == 16, "depth must be 11 or 16", depth);
            require(ranges.positive("width", width), stride);
        }
    }

    /** AlexNet (arXiv:1404.5997), its channels multiplied by {@code width}. */
    record Alexnet(int stride, double width, Optional<String> weights, int frozenBelow) implements BackboneSettings {
        public Alexnet {
            require(new Ranges().positive("width", width), stride);
        }
    }

    /** A small residual network for studies on a CPU: {@code width} channels in its first stage, doubled at each. */
    record Tiny(int width, int stride, Optional<String> weights, int frozenBelow) implements BackboneSettings {
        public Tiny {
            require(new Ranges().atLeast("width", width, 1), stride);
        }
    }

    private static void require(Ranges ranges, int stride) {
        ranges.require(Set.of(8, 16, 32).contains(stride), "stride must be 8, 16 or 32", stride)
                .throwIfAny();
    }
}
