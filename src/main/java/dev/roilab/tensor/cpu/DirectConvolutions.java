package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.jspecify.annotations.Nullable;

/** Convolution and its gradients on oneDNN; weights are brought into the layout that oneDNN prefers. */
final class DirectConvolutions {
    private final OneDnn oneDnn;
    private final TensorMemory memory;
    private final Casts casts;
    private final Rectification rectification;

    DirectConvolutions(OneDnn oneDnn, TensorMemory memory, Casts casts, Rectification rectification) {
        this.oneDnn = oneDnn;
        this.memory = memory;
        this.casts = casts;
        this.rectification = rectification;
    }

    CpuTensor forward(ConvolutionKey key, CpuTensor input, CpuTensor weights, @Nullable CpuTensor bias) {
        CpuTensor output = memory.allocate(key.output(), key.precision());
        CachedPrimitive primitive =
                oneDnn.primitive(key, device -> ConvolutionPrimitives.forward(device, key, finishing(key)));
        try (var source = casts.in(key.precision(), input)) {
            primitive
                    .with(DNNL_ARG_SRC, source.address())
                    .with(DNNL_ARG_WEIGHTS, inLayout(weights, key, primitive.descriptor(DNNL_ARG_WEIGHTS)))
                    .with(DNNL_ARG_DST, output.address());
            if (bias != null) {
                primitive.with(DNNL_ARG_BIAS, bias.address());
            }
            oneDnn.run(primitive, key);
        }
        if (!isFused(key.activation())) {
            rectification.apply(key.activation(), output);
        }
        return output;
    }

    /** oneDNN's leaky ReLU keeps NaN, its ReLU does not. */
    private static boolean isFused(Activation activation) {
        return activation == Activation.LEAKY_RELU;
    }

    private primitive_attr finishing(ConvolutionKey key) {
        primitive_attr attributes = oneDnn.attributes();
        if (isFused(key.activation())) {
            var operations = new post_ops();
            operations.append_eltwise(algorithm.eltwise_relu, (float) Activation.LEAK, 0);
            attributes.set_post_ops(operations);
        }
        return attributes;
    }

    CpuTensor inputGradient(ConvolutionKey key, CpuTensor outputGradient, CpuTensor weights) {
        CpuTensor gradient = memory.allocate(key.input(), key.precision());
        CachedPrimitive primitive =
                oneDnn.primitive(key, device -> ConvolutionPrimitives.inputGradient(device, key, oneDnn.attributes()));
        try (var upstream = casts.in(key.precision(), outputGradient)) {
            primitive
                    .with(DNNL_ARG_DIFF_DST, upstream.address())
                    .with(DNNL_ARG_WEIGHTS, inLayout(weights, key, primitive.descriptor(DNNL_ARG_WEIGHTS)))
                    .with(DNNL_ARG_DIFF_SRC, gradient.address());
            oneDnn.run(primitive, key);
        }
        return gradient;
    }

    ParameterGradients parameterGradients(ConvolutionKey key, CpuTensor input, CpuTensor outputGradient) {
        CpuTensor weightsGradient = memory.allocate(key.weights());
        CpuTensor biasGradient =
                key.bias() ? memory.allocate(Shape.of(key.weights().size(0))) : null;
        CachedPrimitive primitive = oneDnn.primitive(
                key, device -> ConvolutionPrimitives.parameterGradients(device, key, oneDnn.attributes()));
        try (var source = casts.in(key.precision(), input);
                var upstream = casts.in(key.precision(), outputGradient)) {
            primitive.with(DNNL_ARG_SRC, source.address()).with(DNNL_ARG_DIFF_DST, upstream.address());
            if (biasGradient != null) {
                primitive.with(DNNL_ARG_DIFF_BIAS, biasGradient.address());
            }
            runIntoWeights(primitive, key, weightsGradient);
        }
        clearUnmet(key, weightsGradient.memory());
        return new ParameterGradients(weightsGradient, biasGradient);
    }

    /**
     * The gradient at a tap that meets no cell of the map is 0. oneDNN's bf16 kernels leave there what their own memory
     * held before.
     */
    private static void clearUnmet(ConvolutionKey key, MemorySegment gradient) {
        boolean[] rows = key.convolution().rowsMet(key.input(), key.weights());
        boolean[] columns = key.convolution().columnsMet(key.input(), key.weights());
        long run = (long) key.weights().size(1) * Float.BYTES;
        long start = 0;
        for (int filter = 0; filter < key.weights().size(0); filter++) {
            for (boolean row : rows) {
                for (boolean column : columns) {
                    if (!row || !column) {
                        gradient.asSlice(start, run).fill((byte) 0);
                    }
                    start += run;
                }
            }
        }
    }

    private void runIntoWeights(CachedPrimitive primitive, ConvolutionKey key, CpuTensor target) {
        memory.desc layout = primitive.descriptor(DNNL_ARG_DIFF_WEIGHTS);
        if (isPlain(layout, key)) {
            oneDnn.run(primitive.with(DNNL_ARG_DIFF_WEIGHTS, target.address()), key);
            return;
        }
        Block packed = memory.acquire(layout.get_size());
        try {
            long address = packed.memory().address();
            oneDnn.run(primitive.with(DNNL_ARG_DIFF_WEIGHTS, address), key);
            reorder(new ReorderKey(key, false), layout, address, target.address());
        } finally {
            memory.giveBack(packed);
        }
    }

    private long inLayout(CpuTensor weights, ConvolutionKey key, memory.desc wanted) {
        if (isPlain(wanted, key)) {
            return weights.address();
        }
        PackedWeights known = weights.packed();
        if (known != null && known.isIn(wanted)) {
            return known.address();
        }
        weights.changed();
        var packed = new PackedWeights(memory, wanted);
        weights.pack(packed);
        reorder(new ReorderKey(key, true), wanted, packed.address(), weights.address());
        return packed.address();
    }

    private static boolean isPlain(memory.desc layout, ConvolutionKey key) {
        try (memory.desc plain = key.weightsLayout()) {
            return layout.equals(plain);
        }
    }

    private record ReorderKey(ConvolutionKey convolution, boolean pack) {}

    private void reorder(ReorderKey key, memory.desc layout, long packed, long plain) {
        CachedPrimitive primitive = oneDnn.primitive(key, device -> {
            memory.desc tensor = key.convolution().weightsLayout();
            var copy = new memory.desc(layout);
            memory.desc from = key.pack() ? tensor : copy;
            memory.desc to = key.pack() ? copy : tensor;
            var settings = new reorder.primitive_desc(device, from, device, to);
            return new CachedPrimitive(device, new reorder(settings), Map.of(DNNL_ARG_FROM, from, DNNL_ARG_TO, to));
        });
        primitive.with(key.pack() ? DNNL_ARG_FROM : DNNL_ARG_TO, plain);
        primitive.with(key.pack() ? DNNL_ARG_TO : DNNL_ARG_FROM, packed);
        oneDnn.run(primitive, key);
    }
}
