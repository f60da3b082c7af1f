package dev.roilab.tensor.torch;

import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.PoolingCall;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The kernels of {@code pooling.cu}, in the precision of what they are given. */
final class GpuPooling implements OwnPooling {
    private static final int PACKED = 8;

    private final TorchMemory memory;
    private final KernelLauncher kernels;

    GpuPooling(TorchMemory memory, KernelLauncher kernels) {
        this.memory = memory;
        this.kernels = kernels;
    }

    @Override
    public Pooled maxPool(TorchTensor input, Pooling pooling) {
        Shape output = PoolingCall.of(input.shape(), pooling).output();
        if (output.elements() == 0) {
            return new Pooled(memory.zeros(output), memory.zeros(output));
        }
        return memory.calls().call(() -> {
            Tensor map = input.value();
            Tensor values = memory.undefined(output, map.scalar_type());
            Tensor switches = memory.undefined(output, ScalarType.Int);
            var arguments = new KernelArguments().with(map).with(output.elements());
            with(arguments, input.shape(), output, pooling).with(values).with(switches);
            kernels.launchForEach(name("max_pool", map), output.elements() / packed(output), arguments);
            return new Pooled(memory.adopt(output, values), memory.adopt(output, switches));
        });
    }

    @Override
    public TorchTensor maxPoolGradient(TorchTensor outputGradient, TorchTensor switches, Shape input, Pooling pooling) {
        var call = PoolingCall.of(input, pooling)
                .requireOutput("gradient of a pooling's output", outputGradient.shape())
                .requireSwitches(switches.shape());
        return withSwitches("max_pool_gradient", outputGradient, switches, call, input, packed(input));
    }

    /** Neighbouring channels that one thread takes: the kernels' PACKED, or one. */
    private static int packed(Shape map) {
        return map.size(1) % PACKED == 0 ? PACKED : 1;
    }

    @Override
    public TorchTensor maxUnpool(TorchTensor values, TorchTensor switches, Shape input, Pooling pooling) {
        var call = PoolingCall.of(input, pooling)
                .requireOutput("values to unpool", values.shape())
                .requireSwitches(switches.shape());
        return withSwitches("max_unpool", values, switches, call, input, 1);
    }

    @Override
    public TorchTensor maxUnpoolGradient(TorchTensor outputGradient, TorchTensor switches, Pooling pooling) {
        var call = PoolingCall.of(outputGradient.shape(), pooling).requireSwitches(switches.shape());
        return withSwitches("max_unpool_gradient", outputGradient, switches, call, call.output(), 1);
    }

    /**
     * A kernel that reads switches.
     *
     * @param target the shape of the result
     * @param each numbers of it that a thread writes
     */
    private TorchTensor withSwitches(
            String kernel, TorchTensor source, TorchTensor switches, PoolingCall call, Shape target, int each) {
        if (source.isEmpty()) {
            return memory.zeros(target);
        }
        return memory.make(target, () -> {
            Tensor numbers = source.value();
            Tensor result = memory.undefined(target, numbers.scalar_type());
            var arguments =
                    new KernelArguments().with(numbers).with(switches.value()).with(target.elements());
            with(arguments, call.input(), call.output(), call.pooling()).with(result);
            kernels.launchForEach(name(kernel, numbers), target.elements() / each, arguments);
            return result;
        });
    }

    private static String name(String kernel, Tensor values) {
        // What libtorch hands out is another object than the constant until it is interned.
        return values.scalar_type().intern() == ScalarType.BFloat16 ? kernel + "_bf16" : kernel;
    }

    private static KernelArguments with(KernelArguments arguments, Shape input, Shape output, Pooling pooling) {
        Padding padding = pooling.padding();
        return arguments
                .with(input.size(1), input.size(2), input.size(3), output.size(2), output.size(3))
                .with(pooling.kernelY(), pooling.kernelX(), pooling.strideY(), pooling.strideX())
                .with(padding.top(), padding.left(), pooling.dilationY(), pooling.dilationX());
    }
}
