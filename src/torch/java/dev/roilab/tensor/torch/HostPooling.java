package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.HostOperators.segment;

import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.HostKernels;
import dev.roilab.tensor.cpu.PoolingCall;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Max pooling on the CPU by ATen, whose switches are cells of the map with its padding around it. Its unpooling has no
 * order where windows overlap, so that is the {@code cpu} engine's.
 */
final class HostPooling implements OwnPooling {
    private static final long[] NONE = {0, 0};

    private final TorchMemory memory;
    private final HostKernels kernels;

    HostPooling(TorchMemory memory, HostKernels kernels) {
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
            Tensor padded = Convolutions.around(input.value(), pooling.padding(), Double.NEGATIVE_INFINITY);
            var pooled = torch.max_pool2d_with_indices(
                    padded, kernel(pooling), strides(pooling), NONE, dilations(pooling), false);
            return new Pooled(memory.adopt(output, pooled.get0()), memory.adopt(output, pooled.get1()));
        });
    }

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
        PoolingCall.of(input, pooling)
                .requireOutput("gradient of a pooling's output", outputGradient.shape())
                .requireSwitches(switches.shape());
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
    public TorchTensor maxUnpool(TorchTensor values, TorchTensor switches, Shape input, Pooling pooling) {
        var call = PoolingCall.of(input, pooling)
                .requireOutput("values to unpool", values.shape())
                .requireSwitches(switches.shape());
        if (values.isEmpty()) {
            return memory.zeros(input);
        }
        return memory.make(input, () -> {
            Tensor numbers = values.floats();
            Tensor map = memory.undefined(input, ScalarType.Float);
            kernels.maxUnpool(call, segment(numbers), segment(switches.value()), segment(map));
            return map;
        });
    }

    @Override
    public TorchTensor maxUnpoolGradient(TorchTensor outputGradient, TorchTensor switches, Pooling pooling) {
        var call = PoolingCall.of(outputGradient.shape(), pooling).requireSwitches(switches.shape());
        if (switches.isEmpty()) {
            return memory.zeros(call.output());
        }
        return memory.make(call.output(), () -> {
            Tensor upstream = outputGradient.floats();
            Tensor gradient = memory.undefined(call.output(), ScalarType.Float);
            kernels.maxUnpoolGradient(call, segment(upstream), segment(switches.value()), segment(gradient));
            return gradient;
        });
    }
}
