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

    int width() {
        return input.size(3);
    }

    /** Cells of one image's map. */
    int cells() {
        return Math.multiplyExact(input.size(2), input.size(3));
    }

    /** Windows on one image. */
    int windows() {
        return Math.multiplyExact(output.size(2), output.size(3));
    }

    /** Whether a cell may lie in more than one window. */
    boolean overlaps() {
        return pooling.strideY() <= pooling.dilationY() * (pooling.kernelY() - 1)
                || pooling.strideX() <= pooling.dilationX() * (pooling.kernelX() - 1);
    }

    /** The cell y * W + x of a window's place on the map; -1 where it lies in the padding. */
    int cell(int window, int row, int column) {
        int y = window / output.size(3) * pooling.strideY() - pooling.padding().top() + row * pooling.dilationY();
        int x = window % output.size(3) * pooling.strideX() - pooling.padding().left() + column * pooling.dilationX();
        boolean inside = y >= 0 && y < input.size(2) && x >= 0 && x < width();
        return inside ? y * width() + x : -1;
    }
}
