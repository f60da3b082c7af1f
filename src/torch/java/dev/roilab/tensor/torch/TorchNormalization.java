package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.LocalResponse;
import dev.roilab.tensor.NormalizationOperations;
import dev.roilab.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Batch normalisation, {@link Normalization}, and that of local responses, {@link LocalResponses}. */
final class TorchNormalization implements NormalizationOperations {
    private final Normalization normalization;
    private final LocalResponses responses;

    TorchNormalization(Normalization normalization, LocalResponses responses) {
        this.normalization = normalization;
        this.responses = responses;
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

    @Override
    public Tensor localResponse(Tensor input, LocalResponse response) {
        return responses.forward(own(input), response);
    }

    @Override
    public Tensor localResponseGradient(Tensor input, Tensor outputGradient, LocalResponse response) {
        return responses.gradient(own(input), own(outputGradient), response);
    }
}
