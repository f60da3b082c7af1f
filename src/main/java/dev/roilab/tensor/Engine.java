package dev.roilab.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations that vision networks are made of, in groups, each beside its gradient. An engine is used by one thread
 * at a time; it may run each operation on several. Same engine, machine and thread count: the same bits.
 *
 * <p>Shapes: N images, C channels, H x W cells, R regions, P cells of a region grid, B rows, K classes. A mismatch of
 * shapes throws {@link IllegalArgumentException} that names both.
 *
 * <p>NaN and infinity go through every operation, whichever kernel computes it, as through PyTorch's: what depends on a
 * NaN is NaN, what does not is not, and infinity follows IEEE 754. ReLU of NaN is NaN and of minus infinity 0, alone or
 * as an {@link Activation}, and its gradient passes where the result is NaN. A maximum with NaN is NaN, and its switch
 * is the last NaN. Padding, and cells that a sampled region gives the weight 0, are not read. A region whose
 * coordinates are not finite is refused.
 */
public interface Engine extends AutoCloseable {
    /** The name that studies use, such as {@code cpu}. */
    String name();

    /** What the layers compute in, which may be more than was asked for. */
    Precision precision();

    // ---- memory

    /** Opens the scope that owns every tensor made until it closes. Before any is open, the engine itself owns them. */
    Scope openScope();

    /** A copy of a host array, in its logical order. */
    Tensor tensor(INDArray array);

    /** A copy of host numbers, row major in logical order. */
    Tensor tensor(float[] values, Shape shape);

    Tensor zeros(Shape shape);

    /** Overwrites {@code target} with {@code source}; the shapes agree. */
    void copy(Tensor source, Tensor target);

    MemoryUse memory();

    /**
     * Waits until everything that was asked for has been computed; an engine that computes at once has nothing to do.
     */
    default void synchronize() {}

    // ---- operations, the same object at every call

    ConvolutionOperations convolutions();

    MatrixOperations matrices();

    PoolingOperations pooling();

    NormalizationOperations normalization();

    ElementwiseOperations elementwise();

    ShapeOperations shapes();

    LossOperations losses();

    RegionOperations regions();

    SamplingOperations sampling();

    ResamplingOperations resampling();

    UpdateOperations updates();

    @Override
    void close();

    /**
     * @param liveBytes held by tensors in use
     * @param pooledBytes taken from the system, live or waiting for reuse
     * @param peakBytes the most that was ever live
     */
    record MemoryUse(long liveBytes, long pooledBytes, long peakBytes) {}
}
