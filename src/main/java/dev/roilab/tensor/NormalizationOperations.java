package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;

/** Normalisation by statistics of the batch. */
public interface NormalizationOperations extends OperationGroup {
    /**
     * Batch normalisation with the batch's own statistics (arXiv:1502.03167, algorithm 1), then the activation.
     *
     * @param input [N, C, H, W]
     * @param scale gamma, [C]
     * @param shift beta, [C]
     */
    Normalized batchNorm(Tensor input, Tensor scale, Tensor shift, double epsilon, Activation activation);

    /** @param forward what {@link #batchNorm} gave for this input with the same epsilon and activation */
    NormGradients batchNormGradient(
            Tensor input,
            Tensor outputGradient,
            Tensor scale,
            Normalized forward,
            double epsilon,
            Activation activation);

    /**
     * @param mean of each channel over the batch, [C]
     * @param variance of each channel over the batch, biased, [C]
     * @param passed engine-private record of what the activation let through; null where it needs none
     */
    record Normalized(
            Tensor values,
            Tensor mean,
            Tensor variance,
            @Nullable Tensor passed) {}

    record NormGradients(Tensor input, Tensor scale, Tensor shift) {}
}
