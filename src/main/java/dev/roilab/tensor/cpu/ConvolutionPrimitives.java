package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/** Makes the primitives of convolutions: activations channels innermost, weights as oneDNN likes. */
final class ConvolutionPrimitives {
    /** Floats in a vector of 512 bits. */
    private static final int VECTOR = 16;

    private ConvolutionPrimitives() {}

    static CachedPrimitive forward(engine device, ConvolutionKey key) {
        convolution_forward.primitive_desc settings = settings(device, key);
        Map<Integer, memory.desc> arguments = new LinkedHashMap<>();
        arguments.put(DNNL_ARG_SRC, key.inputLayout());
        arguments.put(DNNL_ARG_WEIGHTS, settings.weights_desc());
        arguments.put(DNNL_ARG_DST, key.outputLayout());
        if (key.bias()) {
            arguments.put(DNNL_ARG_BIAS, key.biasLayout());
        }
        return new CachedPrimitive(device, new convolution_forward(settings), arguments);
    }

    private static convolution_forward.primitive_desc settings(engine device, ConvolutionKey key) {
        return new convolution_forward.primitive_desc(
                device,
                prop_kind.forward_training,
                algorithm.convolution_direct,
                key.inputLayout(),
                key.anyWeightsLayout(),
                key.bias() ? key.biasLayout() : new memory.desc(),
                key.outputLayout(),
                key.strides(),
                key.dilations(),
                key.paddingBefore(),
                key.paddingAfter());
    }

    static CachedPrimitive inputGradient(engine device, ConvolutionKey key) {
        var settings = new convolution_backward_data.primitive_desc(
                device,
                algorithm.convolution_direct,
                key.inputLayout(),
                key.anyWeightsLayout(),
                key.outputLayout(),
                key.strides(),
                key.dilations(),
                key.paddingBefore(),
                key.paddingAfter(),
                settings(device, key));
        return new CachedPrimitive(
                device,
                new convolution_backward_data(settings),
                Map.of(
                        DNNL_ARG_DIFF_SRC, key.inputLayout(),
                        DNNL_ARG_WEIGHTS, settings.weights_desc(),
                        DNNL_ARG_DIFF_DST, key.outputLayout()));
    }

    static CachedPrimitive parameterGradients(engine device, ConvolutionKey key) {
        var settings = new convolution_backward_weights.primitive_desc(
                device,
                algorithm.convolution_direct,
                key.inputLayout(),
                key.anyWeightsGradientLayout(),
                key.bias() ? key.biasLayout() : new memory.desc(),
                key.outputLayout(),
                key.strides(),
                key.dilations(),
                key.paddingBefore(),
                key.paddingAfter(),
                settings(device, key));
        avoidFaultyKernel(settings, key);
        Map<Integer, memory.desc> arguments = new LinkedHashMap<>();
        arguments.put(DNNL_ARG_SRC, key.inputLayout());
        arguments.put(DNNL_ARG_DIFF_WEIGHTS, settings.diff_weights_desc());
        arguments.put(DNNL_ARG_DIFF_DST, key.outputLayout());
        if (key.bias()) {
            arguments.put(DNNL_ARG_DIFF_BIAS, key.biasLayout());
        }
        return new CachedPrimitive(device, new convolution_backward_weights(settings), arguments);
    }

    /**
     * oneDNN 3.11's kernel for strided 1 x 1 windows writes behind its memory unless whole vectors of channels come in.
     */
    private static void avoidFaultyKernel(convolution_backward_weights.primitive_desc settings, ConvolutionKey key) {
        boolean pointwise = key.weights().size(2) == 1 && key.weights().size(3) == 1;
        boolean strided = key.convolution().strideY() > 1 || key.convolution().strideX() > 1;
        if (!pointwise || !strided || key.weights().size(1) % VECTOR == 0) {
            return;
        }
        while (settings.impl_info_str().getString().startsWith("jit_1x1")) {
            if (!settings.next_impl()) {
                throw new IllegalStateException("oneDNN has no other kernel for " + key);
            }
        }
    }
}
