package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.HostOperators.segment;
import static dev.roilab.tensor.torch.HostOperators.segmentOrNull;

import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.SamplingOperations.OffsetGradients;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.DeformableCall;
import dev.roilab.tensor.cpu.HostKernels;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Deformable sampling on the CPU by the kernels of the {@code cpu} engine. */
final class HostDeformation implements OwnDeformation {
    private final TorchMemory memory;
    private final HostKernels kernels;

    HostDeformation(TorchMemory memory, HostKernels kernels) {
        this.memory = memory;
        this.kernels = kernels;
    }

    @Override
    public TorchTensor sample(
            TorchTensor input, TorchTensor offsets, @Nullable TorchTensor mask, DeformableSampling sampling) {
        Shape columns = sampling.columns(input.shape());
        return memory.make(columns, () -> {
            Tensor values = memory.undefined(columns, ScalarType.Float);
            DeformableCall call = call(input.shape(), offsets, mask, sampling);
            kernels.deformableSample(call, segment(input.floats()), segment(values));
            return values;
        });
    }

    @Override
    public TorchTensor inputGradient(
            TorchTensor outputGradient,
            TorchTensor offsets,
            @Nullable TorchTensor mask,
            Shape input,
            DeformableSampling sampling) {
        DeformableCall.requireGradient(outputGradient.shape(), input, sampling);
        return memory.make(input, () -> {
            Tensor gradient = memory.undefined(input, ScalarType.Float);
            DeformableCall call = call(input, offsets, mask, sampling);
            kernels.deformableInputGradient(call, segment(outputGradient.floats()), segment(gradient));
            return gradient;
        });
    }

    @Override
    public OffsetGradients offsetGradients(
            TorchTensor outputGradient,
            TorchTensor input,
            TorchTensor offsets,
            @Nullable TorchTensor mask,
            DeformableSampling sampling) {
        DeformableCall.requireGradient(outputGradient.shape(), input.shape(), sampling);
        return memory.calls().call(() -> {
            DeformableCall call = call(input.shape(), offsets, mask, sampling);
            Tensor ofOffsets = memory.undefined(offsets.shape(), ScalarType.Float);
            Tensor ofMask = mask == null ? null : memory.undefined(mask.shape(), ScalarType.Float);
            kernels.deformableOffsetGradients(
                    call,
                    segment(input.floats()),
                    segment(outputGradient.floats()),
                    segment(ofOffsets),
                    segmentOrNull(ofMask));
            return new OffsetGradients(
                    memory.adopt(offsets.shape(), ofOffsets),
                    mask == null || ofMask == null ? null : memory.adopt(mask.shape(), ofMask));
        });
    }

    private static DeformableCall call(
            Shape input, TorchTensor offsets, @Nullable TorchTensor mask, DeformableSampling sampling) {
        DeformableCall.requireShapes(input, sampling, offsets.shape(), mask == null ? null : mask.shape());
        return new DeformableCall(
                input, sampling, segment(offsets.floats()), segmentOrNull(mask == null ? null : mask.floats()));
    }
}
