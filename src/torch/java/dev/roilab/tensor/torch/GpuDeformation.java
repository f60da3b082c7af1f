package dev.roilab.tensor.torch;

import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.SamplingOperations.OffsetGradients;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.DeformableCall;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of {@code deformable.cu}. Where an offset leads is not known beforehand, so the input's gradient sorts
 * the samples by their cell, stably: then each cell adds its own in their order.
 */
final class GpuDeformation implements OwnDeformation {
    /** Threads that share a sample, as in the source. */
    private static final int LANES = 32;

    private static final int KINDS_OF_SUMS = 3;

    private final TorchMemory memory;
    private final KernelLauncher kernels;

    GpuDeformation(TorchMemory memory, KernelLauncher kernels) {
        this.memory = memory;
        this.kernels = kernels;
    }

    @Override
    public TorchTensor sample(
            TorchTensor input, TorchTensor offsets, @Nullable TorchTensor mask, DeformableSampling sampling) {
        requireShapes(input.shape(), offsets, mask, sampling);
        Shape columns = sampling.columns(input.shape());
        if (columns.elements() == 0) {
            return memory.zeros(columns);
        }
        return memory.make(columns, () -> {
            Tensor values = memory.undefined(columns, ScalarType.Float);
            var arguments = new KernelArguments()
                    .with(input.floats())
                    .with(offsets.floats())
                    .withOrNull(floatsOrNull(mask));
            with(arguments, input.shape(), sampling).with(values);
            long blocks = columns.elements() / input.shape().size(1);
            kernels.launch("deformable_sample", blocks, threads(input.shape()), arguments);
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
        requireShapes(input, offsets, mask, sampling);
        DeformableCall.requireGradient(outputGradient.shape(), input, sampling);
        if (outputGradient.isEmpty() || input.elements() == 0) {
            return memory.zeros(input);
        }
        return memory.make(input, () -> {
            Tensor moves = offsets.floats();
            Tensor gradient = memory.undefined(input, ScalarType.Float);
            var sorted = torch.sort(keys(moves, input, sampling), new BoolOptional(true), 0, false);
            var arguments = new KernelArguments()
                    .with(outputGradient.floats())
                    .with(moves)
                    .withOrNull(floatsOrNull(mask))
                    .with(sorted.get1())
                    .with(starts(sorted.get0(), input, sampling))
                    .with(input.size(0));
            with(arguments, input, sampling).with(gradient);
            long cells = (long) input.size(0) * input.size(2) * input.size(3);
            kernels.launch("deformable_input_gradient", cells, threads(input), arguments);
            return gradient;
        });
    }

    /** The cell of each sample, as a number that sorts by offset group and image too. */
    private Tensor keys(Tensor offsets, Shape input, DeformableSampling sampling) {
        long samples = samples(input, sampling);
        Tensor keys = memory.undefined(Shape.of(samples), ScalarType.Int);
        var arguments = new KernelArguments().with(offsets).with(samples).with(input.size(0));
        kernels.launchForEach(
                "deformable_keys", samples, with(arguments, input, sampling).with(keys));
        return keys;
    }

    /** Where the samples of each cell begin, and where the last end. */
    private Tensor starts(Tensor sortedKeys, Shape input, DeformableSampling sampling) {
        int cells = Math.multiplyExact(input.size(2) + 1, input.size(3) + 1);
        int keys = Math.multiplyExact(cells, Math.multiplyExact(sampling.offsetGroups(), input.size(0)));
        Tensor starts = memory.undefined(Shape.of(keys + 1), ScalarType.Long);
        var arguments = new KernelArguments()
                .with(sortedKeys)
                .with(samples(input, sampling))
                .with(keys)
                .with(starts);
        kernels.launchForEach("deformable_starts", keys + 1L, arguments);
        return starts;
    }

    @Override
    public OffsetGradients offsetGradients(
            TorchTensor outputGradient,
            TorchTensor input,
            TorchTensor offsets,
            @Nullable TorchTensor mask,
            DeformableSampling sampling) {
        requireShapes(input.shape(), offsets, mask, sampling);
        DeformableCall.requireGradient(outputGradient.shape(), input.shape(), sampling);
        if (outputGradient.isEmpty() || input.isEmpty()) {
            return new OffsetGradients(memory.zeros(offsets.shape()), mask == null ? null : memory.zeros(mask.shape()));
        }
        return memory.calls().call(() -> {
            long samples = samples(input.shape(), sampling);
            Tensor partial = memory.undefined(Shape.of(samples, KINDS_OF_SUMS, LANES), ScalarType.Float);
            var arguments = new KernelArguments()
                    .with(outputGradient.floats())
                    .with(input.floats())
                    .with(offsets.floats())
                    .withOrNull(floatsOrNull(mask))
                    .with(samples);
            kernels.launchForEach(
                    "deformable_offset_partials",
                    samples * LANES,
                    with(arguments, input.shape(), sampling).with(partial));
            Tensor ofOffsets = memory.undefined(offsets.shape(), ScalarType.Float);
            Tensor ofMask = mask == null ? null : memory.undefined(mask.shape(), ScalarType.Float);
            kernels.launchForEach(
                    "deformable_offset_gradients",
                    samples,
                    new KernelArguments()
                            .with(partial)
                            .with(samples)
                            .with(ofOffsets)
                            .withOrNull(ofMask));
            return new OffsetGradients(
                    memory.adopt(offsets.shape(), ofOffsets),
                    mask == null || ofMask == null ? null : memory.adopt(mask.shape(), ofMask));
        });
    }

    private static void requireShapes(
            Shape input, TorchTensor offsets, @Nullable TorchTensor mask, DeformableSampling sampling) {
        DeformableCall.requireShapes(input, sampling, offsets.shape(), mask == null ? null : mask.shape());
    }

    private static @Nullable Tensor floatsOrNull(@Nullable TorchTensor tensor) {
        return tensor == null ? null : tensor.floats();
    }

    /** One a tap, place and offset group. */
    private static long samples(Shape input, DeformableSampling sampling) {
        return sampling.mask(input).elements();
    }

    private static int threads(Shape input) {
        return KernelLauncher.threadsOver(input.size(1));
    }

    private static KernelArguments with(KernelArguments arguments, Shape input, DeformableSampling sampling) {
        Shape places = sampling.mask(input);
        Convolution how = sampling.convolution();
        return arguments
                .with(input.size(1), input.size(2), input.size(3), places.size(2), places.size(3))
                .with(sampling.kernelY(), sampling.kernelX(), how.strideY(), how.strideX())
                .with(how.padding().top(), how.padding().left(), how.dilationY(), how.dilationX())
                .with(how.groups(), sampling.offsetGroups());
    }
}
