package dev.roilab.tensor.torch;

import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.SamplingOperations.OffsetGradients;
import dev.roilab.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Deformable sampling and its gradients. */
interface OwnDeformation {
    TorchTensor sample(TorchTensor input, TorchTensor offsets, @Nullable TorchTensor mask, DeformableSampling sampling);

    TorchTensor inputGradient(
            TorchTensor outputGradient,
            TorchTensor offsets,
            @Nullable TorchTensor mask,
            Shape input,
            DeformableSampling sampling);

    OffsetGradients offsetGradients(
            TorchTensor outputGradient,
            TorchTensor input,
            TorchTensor offsets,
            @Nullable TorchTensor mask,
            DeformableSampling sampling);
}
