package dev.roilab.tensor.torch;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.Engine.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.HostRegionKernels;
import dev.roilab.tensor.cpu.RegionCall;
import dev.roilab.tensor.cpu.Shapes;
import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** On the CPU: max pooling by ATen, the region operators by the kernels of the {@code cpu} engine. */
final class HostOperators implements OwnOperators {
    private final TorchMemory memory;
    private final HostRegionKernels kernels;

    HostOperators(TorchMemory memory, int threads) {
        this.memory = memory;
        this.kernels = new HostRegionKernels(threads);
    }

    @Override
    public Pooled maxPool(TorchTensor input, Pooling pooling) {
        Shapes.requireRank("pooling's input", input.shape(), 4);
        Shape output = pooling.outputShape(input.shape());
        if (output.elements() == 0) {
            return new Pooled(memory.zeros(output), memory.zeros(output));
        }
        return memory.calls().call(() -> {
            Tensor padded = Convolutions.around(input.value(), pooling.padding(), Double.NEGATIVE_INFINITY);
            var pooled = torch.max_pool2d_with_indices(
                    padded, kernel(pooling), strides(pooling), NONE, dilations(pooling), false);
            return new Pooled(memory.adopt(output, pooled.get0()), memory.adopt(output, pooled.get1()));
        });
    }

    private static final long[] NONE = {0, 0};

    private static long[] kernel(Pooling pooling) {
        return new long[] {pooling.kernelY(), pooling.kernelX()};
    }

    private static long[] strides(Pooling pooling) {
        return new long[] {pooling.strideY(), pooling.strideX()};
    }

    private static long[] dilations(Pooling pooling) {
        return new long[] {pooling.dilationY(), pooling.dilationX()};
    }

    @Override
    public TorchTensor maxPoolGradient(TorchTensor outputGradient, TorchTensor switches, Shape input, Pooling pooling) {
        Shapes.requireRank("pooling's input", input, 4);
        Shape output = pooling.outputShape(input);
        Shapes.requireEqual("gradient of a pooling's output", outputGradient.shape(), output);
        Shapes.requireEqual("switches of a pooling", switches.shape(), output);
        if (outputGradient.isEmpty()) {
            return memory.zeros(input);
        }
        return memory.make(input, () -> {
            // Only the sizes of the input matter here; its numbers are not read.
            Shape padded = Convolutions.around(input, pooling.padding());
            Tensor gradient = outputGradient.value();
            Tensor all = torch.max_pool2d_with_indices_backward(
                    gradient,
                    memory.undefined(padded, gradient.scalar_type()),
                    kernel(pooling),
                    strides(pooling),
                    NONE,
                    dilations(pooling),
                    false,
                    switches.value());
            return Convolutions.inside(all, input, pooling.padding());
        });
    }

    @Override
    public Pooled roiPool(TorchTensor features, TorchTensor regions, RegionGrid grid, boolean withSwitches) {
        RegionCall call = call(features.shape(), regions, grid);
        return memory.calls().call(() -> {
            Tensor map = features.value().to(ScalarType.Float);
            Tensor values = memory.undefined(outputShape(call), ScalarType.Float);
            Tensor switches = withSwitches ? memory.undefined(outputShape(call), switchType(call)) : null;
            kernels.pool(call, segment(map), segment(values), segmentOrNull(switches));
            return new Pooled(
                    memory.adopt(outputShape(call), values),
                    switches == null ? null : memory.adopt(outputShape(call), switches));
        });
    }

    @Override
    public TorchTensor roiPoolGradient(
            TorchTensor outputGradient, TorchTensor switches, TorchTensor regions, Shape features, RegionGrid grid) {
        RegionCall call = call(features, regions, grid);
        return memory.make(features, () -> {
            Tensor upstream = outputGradient.value().to(ScalarType.Float);
            Tensor gradient = memory.undefined(features, ScalarType.Float);
            kernels.poolGradient(call, segment(upstream), segment(switches.value()), segment(gradient));
            return gradient;
        });
    }

    @Override
    public Pooled roiSample(TorchTensor features, TorchTensor regions, RegionGrid grid, BilinearSampling sampling) {
        RegionCall call = call(features.shape(), regions, grid);
        return memory.calls().call(() -> {
            Tensor map = features.value().to(ScalarType.Float);
            Tensor values = memory.undefined(outputShape(call), ScalarType.Float);
            Tensor switches = sampling.aggregation() == Aggregation.MEAN
                    ? null
                    : memory.undefined(outputShape(call), ScalarType.Int);
            kernels.sample(call, sampling, segment(map), segment(values), segmentOrNull(switches));
            return new Pooled(
                    memory.adopt(outputShape(call), values),
                    switches == null ? null : memory.adopt(outputShape(call), switches));
        });
    }

    @Override
    public TorchTensor roiSampleGradient(
            TorchTensor outputGradient,
            @Nullable TorchTensor switches,
            TorchTensor regions,
            Shape features,
            RegionGrid grid,
            BilinearSampling sampling) {
        RegionCall call = call(features, regions, grid);
        return memory.make(features, () -> {
            Tensor upstream = outputGradient.value().to(ScalarType.Float);
            Tensor gradient = memory.undefined(features, ScalarType.Float);
            kernels.sampleGradient(
                    call,
                    sampling,
                    segment(upstream),
                    switches == null ? null : segment(switches.value()),
                    segment(gradient));
            return gradient;
        });
    }

    @Override
    public void sgdStep(TorchTensor parameter, TorchTensor gradient, TorchTensor velocity, double[] rateMomentumDecay) {
        memory.calls().call(() -> {
            Tensor moved =
                    velocity.target().mul_(new Scalar(rateMomentumDecay[1])).add_(gradient.value());
            if (rateMomentumDecay[2] != 0) {
                moved.add_(parameter.value(), new Scalar(rateMomentumDecay[2]));
            }
            return parameter.target().add_(moved, new Scalar(-rateMomentumDecay[0]));
        });
    }

    static Shape outputShape(RegionCall call) {
        return Shape.of(
                call.regionCount(),
                call.features().size(1),
                call.grid().height(),
                call.grid().width());
    }

    private static RegionCall call(Shape features, TorchTensor regions, RegionGrid grid) {
        MemorySegment rows = MemorySegment.ofArray(regions.hostValues());
        return new RegionCall(features, rows, regions.shape().size(0), grid);
    }

    private static ScalarType switchType(RegionCall call) {
        return HostRegionKernels.bytesASwitch(call) == Short.BYTES ? ScalarType.Short : ScalarType.Int;
    }

    private static @Nullable MemorySegment segmentOrNull(@Nullable Tensor tensor) {
        return tensor == null ? null : segment(tensor);
    }

    private static MemorySegment segment(Tensor tensor) {
        long bytes = tensor.nbytes();
        if (bytes == 0) {
            return MemorySegment.NULL;
        }
        Pointer start = tensor.data_ptr();
        return MemorySegment.ofAddress(start.address()).reinterpret(bytes);
    }

    @Override
    public void close() {
        kernels.close();
    }
}
