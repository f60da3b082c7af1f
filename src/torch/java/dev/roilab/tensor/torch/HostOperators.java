package dev.roilab.tensor.torch;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.UpdateOperations.SgdStep;
import dev.roilab.tensor.cpu.HostKernels;
import dev.roilab.tensor.cpu.RegionCall;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** On the CPU: the region operators by the kernels of the {@code cpu} engine. */
final class HostOperators implements OwnOperators {
    private final TorchMemory memory;
    private final HostKernels kernels;
    private final HostPooling pooling;
    private final HostDeformation deformation;

    HostOperators(TorchMemory memory, int threads) {
        this.memory = memory;
        this.kernels = new HostKernels(threads);
        this.pooling = new HostPooling(memory, kernels);
        this.deformation = new HostDeformation(memory, kernels);
    }

    @Override
    public OwnPooling pooling() {
        return pooling;
    }

    @Override
    public OwnDeformation deformation() {
        return deformation;
    }

    @Override
    public Pooled roiPool(TorchTensor features, TorchTensor regions, RegionGrid grid, boolean withSwitches) {
        RegionCall call = call(features.shape(), regions, grid);
        return memory.calls().call(() -> {
            Tensor map = features.floats();
            Tensor values = memory.undefined(call.output(), ScalarType.Float);
            Tensor switches = withSwitches ? memory.undefined(call.output(), switchType(call)) : null;
            kernels.pool(call, segment(map), segment(values), segmentOrNull(switches));
            return new Pooled(
                    memory.adopt(call.output(), values),
                    switches == null ? null : memory.adopt(call.output(), switches));
        });
    }

    @Override
    public TorchTensor roiPoolGradient(
            TorchTensor outputGradient, TorchTensor switches, TorchTensor regions, Shape features, RegionGrid grid) {
        RegionCall call = call(features, regions, grid);
        call.requireGradient(outputGradient.shape(), switches.shape());
        return memory.make(features, () -> {
            Tensor upstream = outputGradient.floats();
            Tensor gradient = memory.undefined(features, ScalarType.Float);
            kernels.poolGradient(call, segment(upstream), segment(switches.value()), segment(gradient));
            return gradient;
        });
    }

    @Override
    public Pooled roiSample(TorchTensor features, TorchTensor regions, RegionGrid grid, BilinearSampling sampling) {
        RegionCall call = call(features.shape(), regions, grid);
        return memory.calls().call(() -> {
            Tensor map = features.floats();
            Tensor values = memory.undefined(call.output(), ScalarType.Float);
            Tensor switches =
                    sampling.aggregation() == Aggregation.MEAN ? null : memory.undefined(call.output(), ScalarType.Int);
            kernels.sample(call, sampling, segment(map), segment(values), segmentOrNull(switches));
            return new Pooled(
                    memory.adopt(call.output(), values),
                    switches == null ? null : memory.adopt(call.output(), switches));
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
        call.requireGradient(outputGradient.shape(), switches == null ? null : switches.shape());
        return memory.make(features, () -> {
            Tensor upstream = outputGradient.floats();
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
    public void sgdSteps(List<SgdStep> steps, double momentum) {
        for (SgdStep step : steps) {
            memory.calls().call(() -> {
                Tensor moved = TorchMemory.own(step.velocity())
                        .target()
                        .mul_(new Scalar(momentum))
                        .add_(TorchMemory.own(step.gradient()).value());
                TorchTensor parameter = TorchMemory.own(step.parameter());
                if (step.decay() != 0) {
                    moved.add_(parameter.value(), new Scalar(step.decay()));
                }
                return parameter.target().add_(moved, new Scalar(-step.rate()));
            });
        }
    }

    private static RegionCall call(Shape features, TorchTensor regions, RegionGrid grid) {
        MemorySegment rows = MemorySegment.ofArray(regions.hostValues());
        return new RegionCall(features, rows, regions.shape().size(0), grid);
    }

    private static ScalarType switchType(RegionCall call) {
        return HostKernels.bytesASwitch(call) == Short.BYTES ? ScalarType.Short : ScalarType.Int;
    }

    static @Nullable MemorySegment segmentOrNull(@Nullable Tensor tensor) {
        return tensor == null ? null : segment(tensor);
    }

    static MemorySegment segment(Tensor tensor) {
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
