package dev.roilab.backbone;

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
    record Resnet(int depth, int stride, Norm norm, Optional<String> weights, int frozenBelow)
            implements BackboneSettings {
        public Resnet {
            if (depth != 18 && depth != 34 && depth != 50) {
                throw new IllegalArgumentException("depth must be 18, 34 or 50, got " + depth);
            }
            requireStride(stride);
        }
    }

    /** VGG (arXiv:1409.1556), configurations A (11) and D (16), its channels multiplied by {@code width}. */
    record Vgg(int depth, int stride, double width, Optional<String> weights, int frozenBelow)
            implements BackboneSettings {
        public Vgg {
            if (depth != 11 && depth != 16) {
                throw new IllegalArgumentException("depth must be 11 or 16, got " + depth);
            }
            requireWidth(width);
            requireStride(stride);
        }
    }

    /** AlexNet (arXiv:1404.5997), its channels multiplied by {@code width}. */
    record Alexnet(int stride, double width, Optional<String> weights, int frozenBelow) implements BackboneSettings {
        public Alexnet {
            requireWidth(width);
            requireStride(stride);
        }
    }

    /** A small residual network for studies on a CPU: {@code width} channels in its first stage, doubled at each. */
    record Tiny(int width, int stride, Optional<String> weights, int frozenBelow) implements BackboneSettings {
        public Tiny {
            if (width < 1) {
                throw new IllegalArgumentException("width must be >= 1, got " + width);
            }
            requireStride(stride);
        }
    }

    private static void requireWidth(double width) {
        if (!(width > 0)) {
            throw new IllegalArgumentException("width must be > 0, got " + width);
        }
    }

    private static void requireStride(int stride) {
        if (stride != 8 && stride != 16 && stride != 32) {
            throw new IllegalArgumentException("stride must be 8, 16 or 32, got " + stride);
        }
    }
}
