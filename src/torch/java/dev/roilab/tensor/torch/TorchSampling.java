package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;
import static dev.roilab.tensor.torch.TorchMemory.ownOrNull;

import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.SamplingOperations;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Deformable sampling, the device's own. */
final class TorchSampling implements SamplingOperations {
    private final OwnOperators ownOperators;

    TorchSampling(OwnOperators ownOperators) {
        this.ownOperators = ownOperators;
    }

    @Override
    public Tensor deformableSample(Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling) {
        return ownOperators.deformation().sample(own(input), own(offsets), ownOrNull(mask), sampling);
    }

    @Override
    public Tensor deformableInputGradient(
            Tensor outputGradient, Tensor offsets, @Nullable Tensor mask, Shape input, DeformableSampling sampling) {
        return ownOperators
                .deformation()
                .inputGradient(own(outputGradient), own(offsets), ownOrNull(mask), input, sampling);
    }

    @Override
    public OffsetGradients deformableOffsetGradients(
            Tensor outputGradient, Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling) {
        return ownOperators
                .deformation()
                .offsetGradients(own(outputGradient), own(input), own(offsets), ownOrNull(mask), sampling);
    }
}
