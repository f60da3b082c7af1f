package dev.roilab.tensor;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How a kernel moves over a feature map. The kernel's own size comes from the weights. Output size per axis:
 * {@code floor((in + padding - dilation * (kernel - 1) - 1) / stride) + 1}.
 *
 * @param dilationY distance between the kernel's cells; 1 is a dense kernel
 * @param groups the channels' division into independent convolutions
 */
public record Convolution(int strideY, int strideX, Padding padding, int dilationY, int dilationX, int groups) {
    public Convolution {
        if (Math.min(strideY, strideX) < 1 || Math.min(dilationY, dilationX) < 1 || groups < 1) {
            throw new IllegalArgumentException("stride, dilation and groups must be >= 1");
        }
    }

    public static Convolution of(int stride, int padding) {
        return new Convolution(stride, stride, Padding.of(padding), 1, 1, 1);
    }

    /** Sizes {@code [N, O, OH, OW]} for an input {@code [N, I, H, W]} and weights {@code [O, I / groups, KH, KW]}. */
    public Shape outputShape(Shape input, Shape weights) {
        int height = cells(input.size(2) + padding.top() + padding.bottom(), weights.size(2), strideY, dilationY);
        int width = cells(input.size(3) + padding.left() + padding.right(), weights.size(3), strideX, dilationX);
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a kernel of " + weights + " does not fit into " + input);
        }
        return Shape.of(input.size(0), weights.size(0), height, width);
    }

    private static int cells(int padded, int kernel, int stride, int dilation) {
        return Math.floorDiv(padded - dilation * (kernel - 1) - 1, stride) + 1;
    }

    /** Which rows of a kernel [O, I, KH, KW] meet a cell of an input [N, C, H, W] at any place; others meet padding. */
    public boolean[] rowsMet(Shape input, Shape weights) {
        int places = outputShape(input, weights).size(2);
        return met(weights.size(2), dilationY, cell -> anyPlace(places, strideY, cell - padding.top(), input.size(2)));
    }

    /** Which columns of a kernel meet a cell of an input. */
    public boolean[] columnsMet(Shape input, Shape weights) {
        int places = outputShape(input, weights).size(3);
        return met(weights.size(3), dilationX, cell -> anyPlace(places, strideX, cell - padding.left(), input.size(3)));
    }

    /** @param isMet of a distance from the kernel's first cell */
    private static boolean[] met(int taps, int dilation, IntPredicate isMet) {
        boolean[] met = new boolean[taps];
        for (int tap = 0; tap < taps; tap++) {
            met[tap] = isMet.test(tap * dilation);
        }
        return met;
    }

    /** Whether {@code first}, moved by whole strides, is on a map of so many cells. */
    private static boolean anyPlace(int places, int stride, int first, int cells) {
        return IntStream.range(0, places)
                .map(place -> first + place * stride)
                .anyMatch(cell -> cell >= 0 && cell < cells);
    }
}
