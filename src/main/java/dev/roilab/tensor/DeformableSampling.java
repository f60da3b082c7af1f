package dev.roilab.tensor;

/**
 * What a deformable convolution reads (arXiv:1703.06211, section 2.1): at each place of the kernel the map at the
 * kernel's taps, each moved by an offset of its own. A 1 x 1 convolution of these columns is the deformable
 * convolution, see {@link #product()}.
 *
 * @param kernelY taps down
 * @param kernelX taps across
 * @param convolution how the kernel moves; its groups order the columns
 * @param offsetGroups parts of the channels, each with offsets and mask of its own
 */
public record DeformableSampling(int kernelY, int kernelX, Convolution convolution, int offsetGroups) {
    public DeformableSampling {
        if (Math.min(kernelY, kernelX) < 1 || offsetGroups < 1) {
            throw new IllegalArgumentException("kernel and offset groups must be >= 1");
        }
    }

    /** For a kernel [O, I / groups, KH, KW]. */
    public static DeformableSampling of(Shape kernel, Convolution convolution, int offsetGroups) {
        return new DeformableSampling(kernel.size(2), kernel.size(3), convolution, offsetGroups);
    }

    /** Cells of the kernel. */
    public int taps() {
        return Math.multiplyExact(kernelY, kernelX);
    }

    /**
     * Sizes [N, taps * C, OH, OW] for an input [N, C, H, W]. The columns come group by group of the convolution, in a
     * group tap by tap, row by row, and for a tap channel by channel: as {@link ShapeOperations#flatten} orders the
     * kernel.
     */
    public Shape columns(Shape input) {
        return perPlace(input, Math.multiplyExact(taps(), channels(input)));
    }

    /** Sizes [N, offset groups * taps * 2, OH, OW]: for each group and tap the way down, then the way to the right. */
    public Shape offsets(Shape input) {
        return perPlace(input, Math.multiplyExact(2 * offsetGroups, taps()));
    }

    /** Sizes [N, offset groups * taps, OH, OW]. */
    public Shape mask(Shape input) {
        return perPlace(input, Math.multiplyExact(offsetGroups, taps()));
    }

    /** The 1 x 1 convolution that makes a deformable convolution of the columns. */
    public Convolution product() {
        return new Convolution(1, 1, Padding.of(0), 1, 1, convolution.groups());
    }

    /** A kernel [O, I / groups, KH, KW] as {@link #product} wants it, flattened: [O, taps * I / groups, 1, 1]. */
    public Shape product(Shape kernel) {
        return Shape.of(kernel.size(0), Math.multiplyExact(taps(), kernel.size(1)), 1, 1);
    }

    private Shape perPlace(Shape input, int numbers) {
        channels(input);
        Shape places = convolution.outputShape(input, Shape.of(1, 1, kernelY, kernelX));
        return Shape.of(places.size(0), numbers, places.size(2), places.size(3));
    }

    private int channels(Shape input) {
        if (input.rank() != 4) {
            throw new IllegalArgumentException("deformable sampling reads maps [N, C, H, W], got " + input);
        }
        int channels = input.size(1);
        if (channels % convolution.groups() != 0 || channels % offsetGroups != 0) {
            throw new IllegalArgumentException("the channels of " + input + " are not divisible into "
                    + convolution.groups() + " group(s) and " + offsetGroups + " offset group(s)");
        }
        return channels;
    }
}
