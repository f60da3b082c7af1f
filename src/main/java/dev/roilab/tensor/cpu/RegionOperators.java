package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;
import static dev.roilab.tensor.cpu.TensorMemory.ownOrNull;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.RegionOperations;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The engine's region operators: takes memory for their results and picks the kernel. Gradients have 32 bits. */
final class RegionOperators implements RegionOperations {
    private final Workers workers;
    private final TensorMemory memory;
    private final Casts casts;

    RegionOperators(Workers workers, TensorMemory memory, Casts casts) {
        this.workers = workers;
        this.casts = casts;
        this.memory = memory;
    }

    @Override
    public Pooled roiPool(Tensor features, Tensor regions, RegionGrid grid, boolean withSwitches) {
        return pool(own(features), own(regions), grid, withSwitches);
    }

    private Pooled pool(CpuTensor features, CpuTensor regions, RegionGrid grid, boolean withSwitches) {
        RegionCall call = call(features.shape(), regions, grid);
        CpuTensor values = memory.allocate(call.output(), features.precision());
        CpuTensor switches = withSwitches ? CellIndices.allocate(memory, call.output(), call.cells()) : null;
        MemorySegment winners = switches == null ? null : switches.memory();
        RoiPoolKernel.forward(workers, call, features.numbers(), values.numbers(), winners);
        return new Pooled(values, switches);
    }

    @Override
    public Tensor roiPoolGradient(
            Tensor outputGradient, Tensor switches, Tensor regions, Shape features, RegionGrid grid) {
        return poolGradient(own(outputGradient), own(switches), new RegionCall(features, own(regions), grid));
    }

    private CpuTensor poolGradient(CpuTensor outputGradient, CpuTensor switches, RegionCall call) {
        call.requireImages();
        call.requireGradient(outputGradient.shape(), switches.shape());
        CpuTensor gradient = memory.allocate(call.features());
        try (var upstream = casts.in(Precision.F32, outputGradient)) {
            RoiPoolGradientKernel.run(workers, call, upstream.tensor().memory(), switches.memory(), gradient.memory());
        }
        return gradient;
    }

    @Override
    public Pooled roiSample(Tensor features, Tensor regions, RegionGrid grid, BilinearSampling sampling) {
        return sample(own(features), own(regions), grid, sampling);
    }

    private Pooled sample(CpuTensor features, CpuTensor regions, RegionGrid grid, BilinearSampling sampling) {
        RegionCall call = call(features.shape(), regions, grid);
        CpuTensor values = memory.allocate(call.output(), features.precision());
        if (sampling.aggregation() == Aggregation.MEAN) {
            RoiSampleKernel.forward(workers, call, sampling, features.numbers(), values.numbers());
            return new Pooled(values, null);
        }
        CpuTensor switches = memory.allocate(call.output());
        new RoiSampleMaximum(call, sampling).forward(workers, features.numbers(), values.numbers(), switches.memory());
        return new Pooled(values, switches);
    }

    @Override
    public Tensor roiSampleGradient(
            Tensor outputGradient,
            @Nullable Tensor switches,
            Tensor regions,
            Shape features,
            RegionGrid grid,
            BilinearSampling sampling) {
        return sampleGradient(
                own(outputGradient), ownOrNull(switches), new RegionCall(features, own(regions), grid), sampling);
    }

    private CpuTensor sampleGradient(
            CpuTensor outputGradient, @Nullable CpuTensor switches, RegionCall call, BilinearSampling sampling) {
        call.requireImages();
        call.requireGradient(outputGradient.shape(), switches == null ? null : switches.shape());
        CpuTensor gradient = memory.allocate(call.features());
        try (var upstream = casts.in(Precision.F32, outputGradient)) {
            MemorySegment slopes = upstream.tensor().memory();
            if (switches == null) {
                RoiSampleKernel.gradient(workers, call, sampling, slopes, gradient.memory());
            } else {
                new RoiSampleMaximum(call, sampling).gradient(workers, slopes, switches.memory(), gradient.memory());
            }
        }
        return gradient;
    }

    private static RegionCall call(Shape features, CpuTensor regions, RegionGrid grid) {
        var call = new RegionCall(features, regions, grid);
        call.requireImages();
        return call;
    }
}
