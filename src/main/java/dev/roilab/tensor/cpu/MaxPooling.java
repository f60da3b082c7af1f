package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.PoolingKey.Kind;

/**
 * Max pooling and its gradient on oneDNN, whose workspace holds the winners, and its undoing in Java. oneDNN does not
 * promise that the first of equals wins; its kernels take a later cell only if it is greater, and the conformance suite
 * holds them to that. A map with numbers that are not finite is {@link ExactMaximum}'s: to find them costs a pass over
 * it.
 */
final class MaxPooling {
    private final OneDnn oneDnn;
    private final TensorMemory memory;
    private final Workers workers;
    private final NonFinite nonFinite;

    MaxPooling(OneDnn oneDnn, TensorMemory memory, Workers workers) {
        this.oneDnn = oneDnn;
        this.memory = memory;
        this.workers = workers;
        this.nonFinite = new NonFinite(workers);
    }

    Pooled forward(CpuTensor input, Pooling pooling) {
        var key = new PoolingKey(Kind.MAXIMUM, input.shape(), pooling, false, input.precision());
        CpuTensor values = memory.allocate(key.output(), input.precision());
        if (values.elements() == 0) {
            return new Pooled(values, memory.allocate(key.output()));
        }
        CachedPrimitive primitive = oneDnn.primitive(key, key::make);
        CpuTensor winners = memory.allocateRecord(
                key.output(), primitive.descriptor(DNNL_ARG_WORKSPACE).get_size());
        primitive
                .with(DNNL_ARG_SRC, input.address())
                .with(DNNL_ARG_DST, values.address())
                .with(DNNL_ARG_WORKSPACE, winners.address());
        oneDnn.run(primitive, key);
        if (nonFinite.count(input) > 0) {
            var call = PoolingCall.of(input.shape(), pooling);
            new ExactMaximum(call, switches(call, winners)).run(workers, input.numbers(), values.numbers());
        }
        return new Pooled(values, winners);
    }

    CpuTensor gradient(CpuTensor outputGradient, CpuTensor winners, Shape input, Pooling pooling) {
        var key = new PoolingKey(Kind.MAXIMUM, input, pooling, true, outputGradient.precision());
        PoolingCall.of(input, pooling)
                .requireOutput("gradient of a pooling's output", outputGradient.shape())
                .requireSwitches(winners.shape());
        if (outputGradient.elements() == 0) {
            return memory.zeros(input);
        }
        CpuTensor gradient = memory.allocate(input, outputGradient.precision());
        CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                .with(DNNL_ARG_DIFF_DST, outputGradient.address())
                .with(DNNL_ARG_WORKSPACE, winners.address())
                .with(DNNL_ARG_DIFF_SRC, gradient.address());
        oneDnn.run(primitive, key);
        return gradient;
    }

    CpuTensor unpool(CpuTensor values, CpuTensor winners, Shape input, Pooling pooling) {
        var call = PoolingCall.of(input, pooling)
                .requireOutput("values to unpool", values.shape())
                .requireSwitches(winners.shape());
        CpuTensor map = memory.allocate(input, values.precision());
        kernel(call, winners).forward(workers, values.numbers(), map.numbers());
        return map;
    }

    CpuTensor unpoolGradient(CpuTensor outputGradient, CpuTensor winners, Pooling pooling) {
        var call = PoolingCall.of(outputGradient.shape(), pooling).requireSwitches(winners.shape());
        CpuTensor gradient = memory.allocate(call.output(), outputGradient.precision());
        kernel(call, winners).gradient(workers, outputGradient.numbers(), gradient.numbers());
        return gradient;
    }

    private static MaxUnpoolKernel kernel(PoolingCall call, CpuTensor winners) {
        return new MaxUnpoolKernel(call, switches(call, winners));
    }

    private static PoolingSwitches switches(PoolingCall call, CpuTensor winners) {
        int bytes = (int) (winners.memory().byteSize() / Math.max(1, winners.elements()));
        return new PoolingSwitches(call, winners.memory(), bytes);
    }
}
