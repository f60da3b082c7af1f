package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/** Makes the primitives of convolutions: activations channels innermost, weights as oneDNN likes. */
final class ConvolutionPrimitives {
    /** Floats in a vector of 512 bits. */
    private static final int VECTOR = 16;

    /** jit_1x1:avx2, jit_1x1:avx512_core, jit_bf16_1x1:avx512_core_bf16 and the like. */
    private static final Pattern FAULTY = Pattern.compile("jit_(\\w+_)?1x1");

    private ConvolutionPrimitives() {}

    static CachedPrimitive forward(engine device, ConvolutionKey key, primitive_attr attributes) {
        convolution_forward.primitive_desc settings = settings(device, key, attributes);
        Map<Integer, memory.desc> arguments = new LinkedHashMap<>();
        arguments.put(DNNL_ARG_SRC, key.inputLayout());
        arguments.put(DNNL_ARG_WEIGHTS, settings.weights_desc());
        arguments.put(DNNL_ARG_DST, key.outputLayout());
        if (key.bias()) {
            arguments.put(DNNL_ARG_BIAS, key.biasLayout());
        }
        addScratchpad(arguments, settings.scratchpad_desc());
        return new CachedPrimitive(device, new convolution_forward(settings), arguments);
    }

    private static convolution_forward.primitive_desc settings(
            engine device, ConvolutionKey key, primitive_attr attributes) {
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
                key.paddingAfter(),
                attributes,
                false);
    }

    static CachedPrimitive inputGradient(engine device, ConvolutionKey key, primitive_attr attributes) {
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
                settings(device, key, attributes),
                attributes,
                false);
        Map<Integer, memory.desc> arguments = new LinkedHashMap<>();
        arguments.put(DNNL_ARG_DIFF_SRC, key.inputLayout());
        arguments.put(DNNL_ARG_WEIGHTS, settings.weights_desc());
        arguments.put(DNNL_ARG_DIFF_DST, key.outputLayout());
        addScratchpad(arguments, settings.scratchpad_desc());
        return new CachedPrimitive(device, new convolution_backward_data(settings), arguments);
    }

    static CachedPrimitive parameterGradients(engine device, ConvolutionKey key, primitive_attr attributes) {
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
                settings(device, key, attributes),
                attributes,
                false);
        avoidFaultyKernel(settings, key);
        Map<Integer, memory.desc> arguments = new LinkedHashMap<>();
        arguments.put(DNNL_ARG_SRC, key.inputLayout());
        arguments.put(DNNL_ARG_DIFF_WEIGHTS, settings.diff_weights_desc());
        arguments.put(DNNL_ARG_DIFF_DST, key.outputLayout());
        if (key.bias()) {
            arguments.put(DNNL_ARG_DIFF_BIAS, key.biasLayout());
        }
        addScratchpad(arguments, settings.scratchpad_desc());
        return new CachedPrimitive(device, new convolution_backward_weights(settings), arguments);
    }

    private static void addScratchpad(Map<Integer, memory.desc> arguments, memory.desc scratchpad) {
        if (scratchpad.get_size() > 0) {
            arguments.put(DNNL_ARG_SCRATCHPAD, scratchpad);
        }
    }

    /**
     * oneDNN 3.11's kernels for strided 1 x 1 windows first gather the cells that count, and write whole vectors of
     * channels into memory for the channels that there are (its issue 6035), in every precision.
     */
    private static void avoidFaultyKernel(convolution_backward_weights.primitive_desc settings, ConvolutionKey key) {
        boolean pointwise = key.weights().size(2) == 1 && key.weights().size(3) == 1;
        boolean strided = key.convolution().strideY() > 1 || key.convolution().strideX() > 1;
        if (!pointwise || !strided || key.weights().size(1) % VECTOR == 0) {
            return;
        }
        while (FAULTY.matcher(settings.impl_info_str().getString()).lookingAt()) {
            if (!settings.next_impl()) {
                throw new IllegalStateException("oneDNN has no other kernel for " + key);
            }
        }
    }
}
