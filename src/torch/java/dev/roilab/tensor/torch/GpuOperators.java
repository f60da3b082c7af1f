package dev.roilab.tensor.torch;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.Engine.Pooled;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.Shapes;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** The kernels of {@code windows.cu}: gradients are gathered in a fixed order, without atomic additions. */
final class GpuOperators implements OwnOperators {
    private static final int THREADS = 256;

    private final TorchMemory memory;
    private final KernelLauncher kernels;

    GpuOperators(TorchMemory memory, KernelLauncher kernels) {
        this.memory = memory;
        this.kernels = kernels;
    }

    @Override
    public Pooled maxPool(TorchTensor input, Pooling pooling) {
        Shapes.requireRank("pooling's input", input.shape(), 4);
        Shape output = pooling.outputShape(input.shape());
        if (output.elements() == 0) {
            return new Pooled(memory.zeros(output), memory.zeros(output));
        }
        return memory.calls().call(() -> {
            Tensor map = input.value();
            Tensor values = memory.undefined(output, map.scalar_type());
            Tensor switches = memory.undefined(output, ScalarType.Int);
            var arguments = new KernelArguments().with(map).with(output.elements());
            with(arguments, input.shape(), output, pooling).with(values).with(switches);
            each(maxPoolKernel(map), output.elements(), arguments);
            return new Pooled(memory.adopt(output, values), memory.adopt(output, switches));
        });
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
            Tensor upstream = outputGradient.value();
            Tensor gradient = memory.undefined(input, upstream.scalar_type());
            var arguments =
                    new KernelArguments().with(upstream).with(switches.value()).with(input.elements());
            with(arguments, input, output, pooling).with(gradient);
            each(maxPoolKernel(upstream) + "_gradient", input.elements(), arguments);
            return gradient;
        });
    }

    private static String maxPoolKernel(Tensor values) {
        return values.scalar_type() == ScalarType.BFloat16 ? "max_pool_bf16" : "max_pool";
    }

    private static KernelArguments with(KernelArguments arguments, Shape input, Shape output, Pooling pooling) {
        Padding padding = pooling.padding();
        return arguments
                .with(input.size(1), input.size(2), input.size(3), output.size(2), output.size(3))
                .with(pooling.kernelY(), pooling.kernelX(), pooling.strideY(), pooling.strideX())
                .with(padding.top(), padding.left(), pooling.dilationY(), pooling.dilationX());
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
                    .with(features.value().to(ScalarType.Float))
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
            RegionAxes.Windows windows = axes.windows();
            var arguments = new KernelArguments()
                    .with(outputGradient.value().to(ScalarType.Float))
                    .with(switches.value())
                    .with(regions.value())
                    .with(axes.regionCount())
                    .with(windows.rows())
                    .with(windows.columns())
                    .with(windows.rowExtents())
                    .with(windows.columnExtents());
            kernels.launch(
                    "roi_pool_gradient",
                    axes.cellCount(),
                    axes.threads(),
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
            var arguments = new KernelArguments()
                    .with(features.value().to(ScalarType.Float))
                    .with(regions.value());
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
        if (outputGradient.isEmpty() || features.elements() == 0) {
            return memory.zeros(features);
        }
        return memory.make(features, () -> {
            Tensor gradient = memory.undefined(features, ScalarType.Float);
            RegionAxes.Weights weights = axes.weights(sampling);
            RegionAxes.Windows windows = weights.windows();
            var arguments = new KernelArguments().with(outputGradient.value().to(ScalarType.Float));
            if (switches == null) {
                arguments.with(regions.value()).with(axes.regionCount());
                arguments.with(weights.ofRows()).with(weights.ofColumns());
                arguments.with(windows.rowExtents()).with(windows.columnExtents());
                axes.sizes(arguments).with(gradient);
                kernels.launch("roi_sample_mean_gradient", axes.cellCount(), axes.threads(), arguments);
            } else {
                arguments.with(switches.value()).with(regions.value()).with(axes.regionCount());
                arguments.with(windows.rows()).with(windows.columns());
                arguments.with(windows.rowExtents()).with(windows.columnExtents());
                arguments.with(grid.spatialScale()).with(RegionAxes.edges(sampling), RegionAxes.samples(sampling));
                axes.sizes(arguments).with(gradient);
                kernels.launch("roi_sample_max_gradient", axes.cellCount(), axes.threads(), arguments);
            }
            return gradient;
        });
    }

    @Override
    public void sgdStep(TorchTensor parameter, TorchTensor gradient, TorchTensor velocity, double[] rateMomentumDecay) {
        if (parameter.isEmpty()) {
            return;
        }
        memory.calls().call(() -> {
            long count = parameter.shape().elements();
            var arguments = new KernelArguments()
                    .with(parameter.target())
                    .with(gradient.value().to(ScalarType.Float))
                    .with(velocity.target())
                    .with(count)
                    .with(rateMomentumDecay);
            each("sgd_step", count, arguments);
            return true;
        });
    }

    /** One thread a number. */
    private void each(String kernel, long numbers, KernelArguments arguments) {
        kernels.launch(kernel, Math.ceilDiv(numbers, THREADS), THREADS, arguments);
    }

    @Override
    public void close() {
        kernels.close();
    }
}
