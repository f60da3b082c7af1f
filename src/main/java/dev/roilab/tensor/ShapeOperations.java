package dev.roilab.tensor;

import java.util.List;

/** The same numbers in other shapes. */
public interface ShapeOperations extends OperationGroup {
    /** [N, C, H, W] to [N, H * W * C]: height outermost, channel innermost. */
    Tensor flatten(Tensor input);

    /** The inverse of {@link #flatten}. */
    Tensor unflatten(Tensor input, Shape shape);

    /**
     * Tensors side by side along axis 1: columns of matrices, channels of maps. All other sizes agree.
     *
     * @param parts at least one, of rank 2 or 4
     */
    Tensor concatenate(List<Tensor> parts);

    /** A copy of {@code count} columns or channels from {@code first}: the gradient of {@link #concatenate}'s parts. */
    Tensor part(Tensor input, int first, int count);
}
