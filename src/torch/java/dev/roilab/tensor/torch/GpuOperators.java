package dev.roilab.tensor.torch;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.UpdateOperations.SgdStep;
import dev.roilab.tensor.cpu.Shapes;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of a GPU; here those of {@code regions.cu} and {@code training.cu}. Gradients are gathered in a fixed
 * order, without atomic additions.
 */
final class GpuOperators implements OwnOperators {
    private final TorchMemory memory;
    private final KernelLauncher kernels;
    private final GpuPooling pooling;
    private final GpuDeformation deformation;

    GpuOperators(TorchMemory memory, KernelLauncher kernels) {
        this.memory = memory;
        this.kernels = kernels;
        this.pooling = new GpuPooling(memory, kernels);
        this.deformation = new GpuDeformation(memory, kernels);
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
        var axes = new RegionAxes(memory, kernels, features.shape(), regions, grid);
        Shape output = axes.output();
        if (output.elements() == 0) {
            return new Pooled(memory.zeros(output), withSwitches ? memory.zeros(output) : null);
        }
        return memory.calls().call(() -> {
            Tensor values = memory.undefined(output, ScalarType.Float);
            Tensor switches = withSwitches ? memory.undefined(output, ScalarType.Int) : null;
            RegionAxes.Windows windows = axes.windows();
            var arguments = new KernelArguments()
                    .with(features.floats())
                    .with(regions.value())
                    .with(windows.rows())
                    .with(windows.columns());
            axes.sizes(arguments).with(values).withOrNull(switches);
            kernels.launch("roi_pool", axes.binCount(), axes.threads(), arguments);
            return new Pooled(memory.adopt(output, values), switches == null ? null : memory.adopt(output, switches));
        });
    }

    @Override
    public TorchTensor roiPoolGradient(
            TorchTensor outputGradient, TorchTensor switches, TorchTensor regions, Shape features, RegionGrid grid) {
        var axes = new RegionAxes(memory, kernels, features, regions, grid);
        Shapes.requireEqual("gradient of a region operator's output", outputGradient.shape(), axes.output());
        Shapes.requireEqual("switches of a region operator", switches.shape(), axes.output());
        if (outputGradient.isEmpty() || features.elements() == 0) {
            return memory.zeros(features);
        }
        return memory.make(features, () -> {
            Tensor gradient = memory.undefined(features, ScalarType.Float);
            RegionAxes.Readers readers = axes.readers(axes.windows());
            var arguments = new KernelArguments()
                    .with(outputGradient.floats())
                    .with(switches.value())
                    .with(axes.regionCount())
                    .with(readers.lists())
                    .with(readers.counts())
                    .with(readers.rowBins())
                    .with(readers.columnBins());
            kernels.launch(
                    "roi_pool_gradient",
                    axes.cellCount(),
                    axes.packedThreads(),
                    axes.sizes(arguments).with(gradient));
            return gradient;
        });
    }

    @Override
    public Pooled roiSample(TorchTensor features, TorchTensor regions, RegionGrid grid, BilinearSampling sampling) {
        var axes = new RegionAxes(memory, kernels, features.shape(), regions, grid);
        Shape output = axes.output();
        boolean mean = sampling.aggregation() == Aggregation.MEAN;
        if (output.elements() == 0) {
            return new Pooled(memory.zeros(output), mean ? null : memory.zeros(output));
        }
        return memory.calls().call(() -> {
            Tensor values = memory.undefined(output, ScalarType.Float);
            var arguments = new KernelArguments().with(features.floats()).with(regions.value());
            if (mean) {
                RegionAxes.Weights weights = axes.weights(sampling);
                arguments.with(weights.ofRows()).with(weights.windows().rows());
                arguments.with(weights.ofColumns()).with(weights.windows().columns());
                axes.sizes(arguments).with(values);
                kernels.launch("roi_sample_mean", axes.binCount(), axes.threads(), arguments);
                return new Pooled(memory.adopt(output, values), null);
            }
            Tensor switches = memory.undefined(output, ScalarType.Int);
            arguments.with(grid.spatialScale()).with(RegionAxes.edges(sampling), RegionAxes.samples(sampling));
            axes.sizes(arguments).with(values).with(switches);
            kernels.launch("roi_sample_max", axes.binCount(), axes.threads(), arguments);
            return new Pooled(memory.adopt(output, values), memory.adopt(output, switches));
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
        var axes = new RegionAxes(memory, kernels, features, regions, grid);
        Shapes.requireEqual("gradient of a region operator's output", outputGradient.shape(), axes.output());
        if (switches != null) {
            Shapes.requireEqual("switches of a region operator", switches.shape(), axes.output());
        }
        if (outputGradient.isEmpty() || features.elements() == 0) {
            return memory.zeros(features);
        }
        return memory.make(features, () -> {
            Tensor gradient = memory.undefined(features, ScalarType.Float);
            RegionAxes.Weights weights = axes.weights(sampling);
            RegionAxes.Readers readers = axes.readers(weights.windows());
            var arguments = new KernelArguments().with(outputGradient.floats());
            if (switches == null) {
                arguments.with(axes.regionCount()).with(readers.lists()).with(readers.counts());
                arguments.with(weights.ofRows()).with(weights.ofColumns());
                arguments.with(readers.rowBins()).with(readers.columnBins());
                axes.sizes(arguments).with(gradient);
                kernels.launch("roi_sample_mean_gradient", axes.cellCount(), axes.packedThreads(), arguments);
            } else {
                arguments.with(switches.value()).with(regions.value()).with(axes.regionCount());
                arguments.with(readers.lists()).with(readers.counts());
                arguments.with(readers.rowBins()).with(readers.columnBins());
                arguments.with(grid.spatialScale()).with(RegionAxes.edges(sampling), RegionAxes.samples(sampling));
                axes.sizes(arguments).with(gradient);
                kernels.launch("roi_sample_max_gradient", axes.cellCount(), axes.threads(), arguments);
            }
            return gradient;
        });
    }

    @Override
    public void sgdSteps(List<SgdStep> steps, double momentum) {
        memory.calls().call(() -> {
            var table = new SgdTable(steps);
            if (table.blocks() > 0) {
                var arguments = new KernelArguments()
                        .with(memory.numbers(table.rows()))
                        .with(table.parameters())
                        .with(momentum);
                kernels.launch("sgd_steps", table.blocks(), KernelLauncher.MOST_THREADS, arguments);
            }
            return true;
        });
    }

    @Override
    public void close() {
        kernels.close();
    }
}
