package dev.roilab.tensor;

/** Maxima and means of windows that lie alike on every map, and what undoes a maximum. */
public interface PoolingOperations extends OperationGroup {
    /** The maximum of each window; padding is not read. */
    Pooled maxPool(Tensor input, Pooling pooling);

    /** The gradient goes to the cell that won, the first of equals in row order. */
    Tensor maxPoolGradient(Tensor outputGradient, Tensor switches, Shape input, Pooling pooling);

    /**
     * Max-unpooling (Zeiler and Fergus, arXiv:1311.2901, section 2.1): puts each value at the cell that won its window,
     * and 0 at all other cells. A cell that won several windows gets the value of the last in row order, as ONNX's and
     * PyTorch's loops over the values leave it.
     *
     * @param values [N, C, OH, OW]
     * @param switches of the {@link #maxPool} that is undone
     * @param input the shape of its input, [N, C, H, W]
     * @return [N, C, H, W]
     */
    Tensor maxUnpool(Tensor values, Tensor switches, Shape input, Pooling pooling);

    /**
     * The gradient with respect to the values, [N, C, OH, OW]: what the cell of each received; 0 for a value in whose
     * place a later window's was put.
     *
     * @param outputGradient [N, C, H, W]
     */
    Tensor maxUnpoolGradient(Tensor outputGradient, Tensor switches, Pooling pooling);

    /** Mean over the window's cells inside the map, or with {@code countPadding} over all its cells. */
    Tensor averagePool(Tensor input, Pooling pooling, boolean countPadding);

    Tensor averagePoolGradient(Tensor outputGradient, Shape input, Pooling pooling, boolean countPadding);
}
