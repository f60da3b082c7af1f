package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Which convolutions {@link WinogradConvolutions} is for: by their shapes alone. Measured: docs/decisions/012. */
final class WinogradChoice {
    private static final int KERNEL = 3;

    /** The transforms cost by channel, the products save by channel times channel. */
    private static final int FEWEST_CHANNELS = 32;

    /** Channels times tiles; below, what is saved is less than what the kernels' points and short parts cost. */
    private static final int LEAST_WORK = 4096;

    /** In bf16 the direct products take half the time, and the maps have to be converted to 32 bits and back. */
    private static final int FEWEST_CHANNELS_OF_HALVES = 128;

    private static final int FEWEST_TILES_OF_HALVES = 200;

    private WinogradChoice() {}

    /** Whether this is such a convolution, and faster so than directly. */
    static boolean suits(ConvolutionKey key) {
        Convolution convolution = key.convolution();
        Shape weights = key.weights();
        boolean dense = weights.size(2) == KERNEL
                && weights.size(3) == KERNEL
                && Math.max(convolution.strideY(), convolution.strideX()) == 1
                && Math.max(convolution.dilationY(), convolution.dilationX()) == 1
                && convolution.groups() == 1;
        return dense && mirrored(convolution.padding()) != null && isWorthwhile(key);
    }

    private static boolean isWorthwhile(ConvolutionKey key) {
        int channels = Math.min(key.weights().size(0), key.weights().size(1));
        long tiles = WinogradGrids.tiles(key.output());
        return key.precision() == Precision.BF16
                ? channels >= FEWEST_CHANNELS_OF_HALVES && tiles >= FEWEST_TILES_OF_HALVES
                : channels >= FEWEST_CHANNELS && channels * tiles >= LEAST_WORK;
    }

    /** The padding of the convolution that is the gradient of one with this padding; null if there is none. */
    static @Nullable Padding mirrored(Padding padding) {
        int most = KERNEL - 1;
        int top = most - padding.top();
        int left = most - padding.left();
        int bottom = most - padding.bottom();
        int right = most - padding.right();
        return Math.min(Math.min(top, left), Math.min(bottom, right)) < 0
                ? null
                : new Padding(top, left, bottom, right);
    }
}
