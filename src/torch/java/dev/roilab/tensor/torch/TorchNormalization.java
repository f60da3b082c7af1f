package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.NormalizationOperations;
import dev.roilab.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Batch normalisation: {@link Normalization}. */
final class TorchNormalization implements NormalizationOperations {
    private final Normalization normalization;

    TorchNormalization(Normalization normalization) {
        this.normalization = normalization;
    }

    @Override
    public Normalized batchNorm(
            Tensor input,
            Tensor scale,
            Tensor shift,
            @Nullable RunningAverages averages,
            double epsilon,
            Activation activation) {
        return normalization.forward(
                own(input), own(scale), own(shift), averages, new Normalization.Form(epsilon, activation));
    }

    @Override
    public NormGradients batchNormGradient(
            Tensor input,
            Tensor outputGradient,
            Tensor scale,
            Normalized forward,
            double epsilon,
            Activation activation) {
        return normalization.gradient(
                own(input), own(outputGradient), own(scale), forward, new Normalization.Form(epsilon, activation));
    }
}
