package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;

/** Maps read between their cells, where offsets that are learnt say so. */
public interface SamplingOperations extends OperationGroup {
    /**
     * The map at a convolution's taps, each moved by an offset (Deformable Convolutional Networks, arXiv:1703.06211,
     * equations 2 to 4) and, with a mask, multiplied by a factor (arXiv:1811.11168, equation 1). A sample is
     * interpolated from its four neighbours; those outside the map count as 0. An offset that is not finite gives NaN.
     *
     * @param input [N, C, H, W]
     * @param offsets in cells, {@link DeformableSampling#offsets}
     * @param mask {@link DeformableSampling#mask}; null for factors of 1
     * @return {@link DeformableSampling#columns}
     */
    Tensor deformableSample(Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling);

    /** The gradient with respect to the input, [N, C, H, W]. */
    Tensor deformableInputGradient(
            Tensor outputGradient, Tensor offsets, @Nullable Tensor mask, Shape input, DeformableSampling sampling);

    /** Where a sample lies on a cell, the gradient of its offset is that of a move to the right or down. */
    OffsetGradients deformableOffsetGradients(
            Tensor outputGradient, Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling);

    /** @param mask null where there was none */
    record OffsetGradients(Tensor offsets, @Nullable Tensor mask) {}
}
