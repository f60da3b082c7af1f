package dev.roilab.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An engine's handle on a block of numbers. It lives until its {@link Scope} closes or {@link #release} is called;
 * every later use throws {@link IllegalStateException}.
 */
public interface Tensor {
    /** Logical sizes: feature maps are {@code [N, C, H, W]}, convolution weights {@code [O, I, KH, KW]}. */
    Shape shape();

    /** A copy on the host, row major in logical order. */
    INDArray toArray();

    /** A copy on the host, row major in logical order. */
    float[] toFloats();

    /** Gives the memory back before the scope ends; the caller vouches that nobody reads the tensor again. */
    void release();
}
