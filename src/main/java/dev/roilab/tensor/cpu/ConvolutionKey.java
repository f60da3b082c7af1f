package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import org.bytedeco.dnnl.memory;

/**
 * What a convolution's primitive depends on. Shapes: input [N, I, H, W], weights [O, I / groups, KH, KW]. Weights, bias
 * and their gradients are kept in 32 bits; {@code precision} is that of the maps and of the packed weights.
 */
record ConvolutionKey(
        Pass pass,
        Shape input,
        Shape weights,
        Convolution convolution,
        boolean bias,
        Activation activation,
        Precision precision) {
    enum Pass {
        FORWARD,
        INPUT_GRADIENT,
        PARAMETER_GRADIENTS
    }

    ConvolutionKey {
        requireFits(input, weights, convolution);
    }

    private static void requireFits(Shape input, Shape weights, Convolution convolution) {
        if (input.rank() != 4 || weights.rank() != 4) {
            throw new IllegalArgumentException(
                    "a convolution takes [N, C, H, W] and [O, I, KH, KW], got " + input + " and weights " + weights);
        }
        int groups = convolution.groups();
        if (input.size(1) != weights.size(1) * groups || weights.size(0) % groups != 0) {
            throw new IllegalArgumentException("an input " + input + " in " + groups
                    + " group(s) does not agree with convolution weights " + weights);
        }
    }

    Shape output() {
        return convolution.outputShape(input, weights);
    }

    /** The same with maps of 32 bits. */
    ConvolutionKey inFullPrecision() {
        return new ConvolutionKey(pass, input, weights, convolution, bias, activation, Precision.F32);
    }

    /** Channels of a group that are summed over, in a pass that gives a map. */
    int channelsSummed() {
        return pass == Pass.FORWARD ? weights.size(1) : weights.size(0) / convolution.groups();
    }

    memory.desc inputLayout() {
        return OneDnn.descriptor(input, precision);
    }

    memory.desc outputLayout() {
        return OneDnn.descriptor(output(), precision);
    }

    memory.desc biasLayout() {
        return OneDnn.descriptor(Shape.of(weights.size(0)), Precision.F32);
    }

    /** The weights as tensors keep them, with the groups as an axis of their own where there are several. */
    memory.desc weightsLayout() {
        long[] strides = Layout.strides(weights);
        int groups = convolution.groups();
        if (groups == 1) {
            return OneDnn.descriptor(weights.toLongs(), strides, Precision.F32);
        }
        long perGroup = strides[0] * (weights.size(0) / groups);
        return OneDnn.descriptor(
                weightSizes(), new long[] {perGroup, strides[0], strides[1], strides[2], strides[3]}, Precision.F32);
    }

    memory.desc anyWeightsLayout() {
        return OneDnn.anyLayout(weightSizes(), precision);
    }

    /** Gradients of weights are added to the weights, so they keep 32 bits. */
    memory.desc anyWeightsGradientLayout() {
        return OneDnn.anyLayout(weightSizes(), Precision.F32);
    }

    private long[] weightSizes() {
        int groups = convolution.groups();
        return groups == 1
                ? weights.toLongs()
                : new long[] {groups, weights.size(0) / groups, weights.size(1), weights.size(2), weights.size(3)};
    }

    long[] strides() {
        return new long[] {convolution.strideY(), convolution.strideX()};
    }

    /** oneDNN counts the cells that are left out between two of the kernel. */
    long[] dilations() {
        return new long[] {convolution.dilationY() - 1, convolution.dilationX() - 1};
    }

    long[] paddingBefore() {
        return new long[] {convolution.padding().top(), convolution.padding().left()};
    }

    long[] paddingAfter() {
        return new long[] {convolution.padding().bottom(), convolution.padding().right()};
    }
}
