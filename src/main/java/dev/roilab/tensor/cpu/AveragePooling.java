package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;

/** Average pooling and its gradient on oneDNN. */
final class AveragePooling {
    private final OneDnn oneDnn;
    private final TensorMemory memory;

    AveragePooling(OneDnn oneDnn, TensorMemory memory) {
        this.oneDnn = oneDnn;
        this.memory = memory;
    }

    CpuTensor forward(CpuTensor input, Pooling pooling, boolean countPadding) {
        var key = new PoolingKey(kind(countPadding), input.shape(), pooling, false, input.precision());
        CpuTensor output = memory.allocate(key.output(), input.precision());
        if (output.elements() > 0) {
            CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                    .with(DNNL_ARG_SRC, input.address())
                    .with(DNNL_ARG_DST, output.address());
            oneDnn.run(primitive, key);
        }
        return output;
    }

    CpuTensor gradient(CpuTensor outputGradient, Shape input, Pooling pooling, boolean countPadding) {
        var key = new PoolingKey(kind(countPadding), input, pooling, true, outputGradient.precision());
        Shapes.requireEqual("gradient of a pooling's output", outputGradient.shape(), key.output());
        if (outputGradient.elements() == 0) {
            return memory.zeros(input);
        }
        CpuTensor gradient = memory.allocate(input, outputGradient.precision());
        CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                .with(DNNL_ARG_DIFF_DST, outputGradient.address())
                .with(DNNL_ARG_DIFF_SRC, gradient.address());
        oneDnn.run(primitive, key);
        return gradient;
    }

    private static PoolingKey.Kind kind(boolean countPadding) {
        return countPadding ? PoolingKey.Kind.MEAN_ALL : PoolingKey.Kind.MEAN_INSIDE;
    }
}
