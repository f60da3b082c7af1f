package dev.roilab.tensor;

/**
 * A sliding window of a pooling operation. Output size per axis: {@code floor((in + padding - dilation * (kernel - 1) -
 * 1) / stride) + 1}; for ceil mode, enlarge the padding at the bottom and right, which {@link #ceil} does.
 *
 * @param dilationY distance between the window's cells; 1 is a dense window
 */
public record Pooling(
        int kernelY, int kernelX, int strideY, int strideX, Padding padding, int dilationY, int dilationX) {
    public Pooling {
        if (Math.min(kernelY, kernelX) < 1 || Math.min(strideY, strideX) < 1 || Math.min(dilationY, dilationX) < 1) {
            throw new IllegalArgumentException("kernel, stride and dilation must be >= 1");
        }
    }

    public static Pooling of(int kernel, int stride, int padding) {
        return new Pooling(kernel, kernel, stride, stride, Padding.of(padding), 1, 1);
    }

    /**
     * This window with enough extra padding at the bottom and right that a last, partly filled window counts, as Caffe
     * rounds. A window that would start in the extra padding alone is not added.
     */
    public Pooling ceil(Shape input) {
        int bottom = extra(input.size(2), padding.top(), padding.bottom(), kernelY, strideY, dilationY);
        int right = extra(input.size(3), padding.left(), padding.right(), kernelX, strideX, dilationX);
        var enlarged = new Padding(padding.top(), padding.left(), padding.bottom() + bottom, padding.right() + right);
        return new Pooling(kernelY, kernelX, strideY, strideX, enlarged, dilationY, dilationX);
    }

    public Shape outputShape(Shape input) {
        int height = cells(input.size(2) + padding.top() + padding.bottom(), kernelY, strideY, dilationY);
        int width = cells(input.size(3) + padding.left() + padding.right(), kernelX, strideX, dilationX);
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "a window of " + kernelY + " x " + kernelX + " does not fit into " + input);
        }
        return Shape.of(input.size(0), input.size(1), height, width);
    }

    private static int cells(int padded, int kernel, int stride, int dilation) {
        return Math.floorDiv(padded - dilation * (kernel - 1) - 1, stride) + 1;
    }

    private static int extra(int size, int before, int after, int kernel, int stride, int dilation) {
        int span = dilation * (kernel - 1) + 1;
        int rest = Math.floorMod(size + before + after - span, stride);
        int missing = rest == 0 ? 0 : stride - rest;
        int start = size + before + after + missing - span;
        return missing > 0 && start >= size + before ? 0 : missing;
    }
}
