package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;
import static dev.roilab.tensor.cpu.TensorMemory.ownOrNull;

import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.SamplingOperations;
import dev.roilab.tensor.SamplingOperations.OffsetGradients;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine's deformable sampling: takes memory for the results. Gradients have 32 bits. */
final class DeformableOperators implements SamplingOperations {
    private final Workers workers;
    private final TensorMemory memory;
    private final Casts casts;

    DeformableOperators(Workers workers, TensorMemory memory, Casts casts) {
        this.workers = workers;
        this.memory = memory;
        this.casts = casts;
    }

    @Override
    public Tensor deformableSample(Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling) {
        return sample(own(input), own(offsets), ownOrNull(mask), sampling);
    }

    private CpuTensor sample(
            CpuTensor input, CpuTensor offsets, @Nullable CpuTensor mask, DeformableSampling sampling) {
        CpuTensor columns = memory.allocate(sampling.columns(input.shape()), input.precision());
        call(
                input.shape(),
                offsets,
                mask,
                sampling,
                call -> DeformableKernel.forward(workers, call, input.numbers(), columns.numbers()));
        return columns;
    }

    @Override
    public Tensor deformableInputGradient(
            Tensor outputGradient, Tensor offsets, @Nullable Tensor mask, Shape input, DeformableSampling sampling) {
        return inputGradient(own(outputGradient), own(offsets), ownOrNull(mask), input, sampling);
    }

    private CpuTensor inputGradient(
            CpuTensor outputGradient,
            CpuTensor offsets,
            @Nullable CpuTensor mask,
            Shape input,
            DeformableSampling sampling) {
        DeformableCall.requireGradient(outputGradient.shape(), input, sampling);
        CpuTensor gradient = memory.allocate(input);
        try (var upstream = casts.in(Precision.F32, outputGradient)) {
            call(
                    input,
                    offsets,
                    mask,
                    sampling,
                    call -> DeformableInputGradient.run(
                            workers, call, upstream.tensor().memory(), gradient.memory()));
        }
        return gradient;
    }

    @Override
    public OffsetGradients deformableOffsetGradients(
            Tensor outputGradient, Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling) {
        return offsetGradients(own(outputGradient), own(input), own(offsets), ownOrNull(mask), sampling);
    }

    private OffsetGradients offsetGradients(
            CpuTensor outputGradient,
            CpuTensor input,
            CpuTensor offsets,
            @Nullable CpuTensor mask,
            DeformableSampling sampling) {
        DeformableCall.requireGradient(outputGradient.shape(), input.shape(), sampling);
        CpuTensor ofOffsets = memory.allocate(offsets.shape());
        CpuTensor ofMask = mask == null ? null : memory.allocate(mask.shape());
        try (var upstream = casts.in(Precision.F32, outputGradient)) {
            call(
                    input.shape(),
                    offsets,
                    mask,
                    sampling,
                    call -> DeformableKernel.offsetGradients(
                            workers,
                            call,
                            input.numbers(),
                            upstream.tensor().memory(),
                            ofOffsets.memory(),
                            ofMask == null ? null : ofMask.memory()));
        }
        return new OffsetGradients(ofOffsets, ofMask);
    }

    /** Positions need all 32 bits. */
    private void call(
            Shape input,
            CpuTensor offsets,
            @Nullable CpuTensor mask,
            DeformableSampling sampling,
            Consumer<DeformableCall> kernel) {
        DeformableCall.requireShapes(input, sampling, offsets.shape(), mask == null ? null : mask.shape());
        try (var moves = casts.in(Precision.F32, offsets);
                var factors = mask == null ? null : casts.in(Precision.F32, mask)) {
            kernel.accept(new DeformableCall(
                    input,
                    sampling,
                    moves.tensor().memory(),
                    factors == null ? null : factors.tensor().memory()));
        }
    }
}
