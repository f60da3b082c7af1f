package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;

/**
 * What a pooling's kernels need to know beside their values.
 *
 * @param input logical [N, C, H, W]; in memory [N, H, W, C]
 * @param output logical [N, C, OH, OW]
 */
public record PoolingCall(Shape input, Pooling pooling, Shape output) {
    /** The pooling of an input [N, C, H, W]. */
    public static PoolingCall of(Shape input, Pooling pooling) {
        Shapes.requireRank("pooling's input", input, 4);
        return new PoolingCall(input, pooling, pooling.outputShape(input));
    }

    /** The shape of what an operation reads beside the switches. */
    public PoolingCall requireOutput(String what, Shape found) {
        Shapes.requireEqual(what, found, output);
        return this;
    }

    /** The switches are of a pooling of this input, as far as their shape tells. */
    public PoolingCall requireSwitches(Shape found) {
        return requireOutput("switches of a pooling", found);
    }

    int channels() {
        return input.size(1);
    }
}
