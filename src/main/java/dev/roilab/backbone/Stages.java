package dev.roilab.backbone;

import dev.roilab.nn.ParameterFactory;

/**
 * Which stages of a backbone learn. Stage 0 is the stem (VGG: the first group of convolutions), stage 1 the first after
 * it, and so on.
 */
record Stages(ParameterFactory root, int frozenBelow) {
    /** The factory for the parameters of a stage. */
    ParameterFactory factory(int stage) {
        return stage < frozenBelow ? root.frozen() : root;
    }

    /** Channels times a width multiplier; at least one. */
    static int widened(int channels, double width) {
        return (int) Math.max(1, Math.round(channels * width));
    }

    /** Stages after a stem of stride 4 whose first keeps that stride and whose others halve the map. */
    static int residualStages(int stride) {
        return Integer.numberOfTrailingZeros(stride) - 1;
    }
}
