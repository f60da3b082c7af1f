package dev.roilab.tensor.cpu;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.Engine.Pooled;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** The engine's region operators: takes memory for their results and picks the kernel. */
final class RegionOperators {
    private final Workers workers;
    private final TensorMemory memory;

    RegionOperators(Workers workers, TensorMemory memory) {
        this.workers = workers;
        this.memory = memory;
    }

    Pooled pool(CpuTensor features, CpuTensor regions, RegionGrid grid) {
        RegionCall call = call(features.shape(), regions, grid);
        CpuTensor values = memory.allocate(outputShape(call));
        CpuTensor switches = memory.allocate(outputShape(call));
        RoiPoolKernel.forward(workers, call, features.memory(), values.memory(), switches.memory());
        return new Pooled(values, switches);
    }

    CpuTensor poolGradient(CpuTensor outputGradient, CpuTensor switches, CpuTensor regions, Shape features) {
        Shape output = outputGradient.shape();
        // The winners are known, so the scale that found them no longer matters.
        RegionCall call = call(features, regions, new RegionGrid(output.size(2), output.size(3), 1));
        CpuTensor gradient = memory.allocate(features);
        RoiPoolKernel.gradient(workers, call, outputGradient.memory(), switches.memory(), gradient.memory());
        return gradient;
    }

    Pooled sample(CpuTensor features, CpuTensor regions, RegionGrid grid, BilinearSampling sampling) {
        RegionCall call = call(features.shape(), regions, grid);
        CpuTensor values = memory.allocate(outputShape(call));
        if (sampling.aggregation() == Aggregation.MEAN) {
            RoiSampleKernel.forward(workers, call, sampling, features.memory(), values.memory());
            return new Pooled(values, null);
        }
        CpuTensor switches = memory.allocate(outputShape(call));
        new RoiSampleMaximum(call, sampling).forward(workers, features.memory(), values.memory(), switches.memory());
        return new Pooled(values, switches);
    }

    CpuTensor sampleGradient(
            CpuTensor outputGradient, @Nullable CpuTensor switches, RegionCall call, BilinearSampling sampling) {
        call.requireImages();
        CpuTensor gradient = memory.allocate(call.features());
        if (switches == null) {
            RoiSampleKernel.gradient(workers, call, sampling, outputGradient.memory(), gradient.memory());
        } else {
            new RoiSampleMaximum(call, sampling)
                    .gradient(workers, outputGradient.memory(), switches.memory(), gradient.memory());
        }
        return gradient;
    }

    private static RegionCall call(Shape features, CpuTensor regions, RegionGrid grid) {
        var call = new RegionCall(features, regions.memory(), regions.shape().size(0), grid);
        call.requireImages();
        return call;
    }

    private static Shape outputShape(RegionCall call) {
        return Shape.of(
                call.regionCount(),
                call.channels(),
                call.grid().height(),
                call.grid().width());
    }
}
