package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.HostOperators.segment;
import static dev.roilab.tensor.torch.HostOperators.segmentOrNull;

import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.Engine.OffsetGradients;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.DeformableCall;
import dev.roilab.tensor.cpu.HostKernels;
import dev.roilab.tensor.cpu.Shapes;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Deformable sampling on the CPU by the kernels of the {@code cpu} engine. */
final class HostDeformation {
    private final TorchMemory memory;
    private final HostKernels kernels;

    HostDeformation(TorchMemory memory, HostKernels kernels) {
        this.memory = memory;
        this.kernels = kernels;
    }

    TorchTensor sample(
            TorchTensor input, TorchTensor offsets, @Nullable TorchTensor mask, DeformableSampling sampling) {
        Shape columns = sampling.columns(input.shape());
        return memory.make(columns, () -> {
            Tensor values = memory.undefined(columns, ScalarType.Float);
            DeformableCall call = call(input.shape(), offsets, mask, sampling);
            kernels.deformableSample(call, segment(floats(input)), segment(values));
            return values;
        });
    }

    TorchTensor inputGradient(
            TorchTensor outputGradient,
            TorchTensor offsets,
            @Nullable TorchTensor mask,
            Shape input,
            DeformableSampling sampling) {
        requireGradient(outputGradient, input, sampling);
        return memory.make(input, () -> {
            Tensor gradient = memory.undefined(input, ScalarType.Float);
            DeformableCall call = call(input, offsets, mask, sampling);
            kernels.deformableInputGradient(call, segment(floats(outputGradient)), segment(gradient));
            return gradient;
        });
    }

    OffsetGradients offsetGradients(
            TorchTensor outputGradient,
            TorchTensor input,
            TorchTensor offsets,
            @Nullable TorchTensor mask,
            DeformableSampling sampling) {
        requireGradient(outputGradient, input.shape(), sampling);
        return memory.calls().call(() -> {
            DeformableCall call = call(input.shape(), offsets, mask, sampling);
            Tensor ofOffsets = memory.undefined(offsets.shape(), ScalarType.Float);
            Tensor ofMask = mask == null ? null : memory.undefined(mask.shape(), ScalarType.Float);
            kernels.deformableOffsetGradients(
                    call,
                    segment(floats(input)),
                    segment(floats(outputGradient)),
                    segment(ofOffsets),
                    segmentOrNull(ofMask));
            return new OffsetGradients(
                    memory.adopt(offsets.shape(), ofOffsets),
                    mask == null || ofMask == null ? null : memory.adopt(mask.shape(), ofMask));
        });
    }

    private static void requireGradient(TorchTensor outputGradient, Shape input, DeformableSampling sampling) {
        Shapes.requireEqual("gradient of deformable sampling", outputGradient.shape(), sampling.columns(input));
    }

    private static DeformableCall call(
            Shape input, TorchTensor offsets, @Nullable TorchTensor mask, DeformableSampling sampling) {
        DeformableCall.requireShapes(input, sampling, offsets.shape(), mask == null ? null : mask.shape());
        return new DeformableCall(
                input, sampling, segment(floats(offsets)), segmentOrNull(mask == null ? null : floats(mask)));
    }

    private static Tensor floats(TorchTensor tensor) {
        return tensor.value().to(ScalarType.Float);
    }
}
