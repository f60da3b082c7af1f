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

    /**
     * Rows in an order of their own, images or regions of maps: [R, ...] to [rows.length, ...].
     *
     * @param input of rank 2 or 4
     * @param rows of the input; one may occur several times, or not at all
     */
    Tensor gatherRows(Tensor input, int[] rows);

    /**
     * The gradient with respect to the input: to each row is added, in the order of {@code rows}, what came back from
     * where it went.
     *
     * @param input the shape of what rows were gathered from
     */
    Tensor gatherRowsGradient(Tensor outputGradient, int[] rows, Shape input);

    /**
     * Tensors one after the other along axis 0. All other sizes agree.
     *
     * @param parts at least one, of rank 2 or 4; some may have no rows
     */
    Tensor joinRows(List<Tensor> parts);

    /** A copy of {@code count} rows from {@code first}: the gradient of {@link #joinRows}'s parts. */
    Tensor cutRows(Tensor input, int first, int count);

    /** [N, C, H, W] to [N * C, H * W]: a row for the map of each channel, cell after cell, as heat maps are read. */
    Tensor rowsOfMaps(Tensor maps);

    /** The inverse of {@link #rowsOfMaps}. */
    Tensor mapsOfRows(Tensor rows, Shape maps);
}
