package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;

/** Normalisation by statistics of the batch, or of a number's neighbours. */
public interface NormalizationOperations extends OperationGroup {
    /**
     * Batch normalisation with the batch's own statistics (arXiv:1502.03167, algorithm 1), then the activation.
     *
     * @param input [N, C, H, W]
     * @param scale gamma, [C]
     * @param shift beta, [C]
     */
    default Normalized batchNorm(Tensor input, Tensor scale, Tensor shift, double epsilon, Activation activation) {
        return batchNorm(input, scale, shift, null, epsilon, activation);
    }

    /**
     * The same, which moves running averages on its way.
     *
     * @param averages null where there are none to move
     */
    Normalized batchNorm(
            Tensor input,
            Tensor scale,
            Tensor shift,
            @Nullable RunningAverages averages,
            double epsilon,
            Activation activation);

    /**
     * What a layer knows of all batches, changed in place: {@code average = (1 - part) * average + part * statistic},
     * with the variance unbiased, as PyTorch has it.
     *
     * @param mean [C]
     * @param variance [C]
     * @param part of the way that one batch moves them
     */
    record RunningAverages(Tensor mean, Tensor variance, double part) {}

    /** @param forward what {@link #batchNorm} gave for this input with the same epsilon and activation */
    NormGradients batchNormGradient(
            Tensor input,
            Tensor outputGradient,
            Tensor scale,
            Normalized forward,
            double epsilon,
            Activation activation);

    /**
     * Each number divided by a power of what its neighbours in the channels come to, see {@link LocalResponse}.
     *
     * @param input [N, C, H, W]
     */
    Tensor localResponse(Tensor input, LocalResponse response);

    /**
     * With {@code s = constant + alpha / n * sum} the gradient at channel j is {@code g_j s_j^-beta - 2 alpha beta / n
     * a_j sum}, the sum of {@code g_i a_i s_i^(-beta - 1)} over the channels i that have j for a neighbour.
     *
     * @param input what {@link #localResponse} was given
     */
    Tensor localResponseGradient(Tensor input, Tensor outputGradient, LocalResponse response);

    /**
     * @param mean of each channel over the batch, [C]
     * @param variance of each channel over the batch, biased, [C]; may be null where running averages were moved, by an
     *     engine whose gradient does without it
     * @param passed engine-private record for the gradient, such as what the activation let through; null where it
     *     needs none
     */
    record Normalized(
            Tensor values,
            Tensor mean,
            @Nullable Tensor variance,
            @Nullable Tensor passed) {}

    record NormGradients(Tensor input, Tensor scale, Tensor shift) {}
}
