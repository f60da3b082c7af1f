package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;
import static dev.roilab.tensor.cpu.TensorMemory.ownOrNull;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.ConvolutionOperations;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.cpu.ConvolutionKey.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Convolution and its gradients, by whichever of two ways is the faster for the shapes. Winograd's takes differences of
 * cells, so that a number that is not finite would spoil others of its tile; such a result is computed again directly.
 */
final class Convolutions implements ConvolutionOperations, AutoCloseable {
    private final TensorMemory memory;
    private final Precision precision;
    private final Casts casts;
    private final NonFinite nonFinite;
    private final DirectConvolutions direct;
    private final WinogradConvolutions winograd;

    Convolutions(OneDnn oneDnn, TensorMemory memory, Casts casts, Workers workers, Precision precision) {
        var rectification = new Rectification(workers, memory, casts);
        this.memory = memory;
        this.precision = precision;
        this.direct = new DirectConvolutions(oneDnn, memory, casts, rectification);
        this.casts = casts;
        this.nonFinite = new NonFinite(workers);
        this.winograd = new WinogradConvolutions(oneDnn, memory, casts, workers);
    }

    @Override
    public Tensor convolution(
            Tensor input, Tensor weights, @Nullable Tensor bias, Convolution convolution, Activation activation) {
        return forward(own(input), own(weights), ownOrNull(bias), convolution, activation);
    }

    private CpuTensor forward(
            CpuTensor input,
            CpuTensor weights,
            @Nullable CpuTensor bias,
            Convolution convolution,
            Activation activation) {
        var key = new ConvolutionKey(
                Pass.FORWARD, input.shape(), weights.shape(), convolution, bias != null, activation, precision);
        if (bias != null) {
            Shapes.requireEqual("bias", bias.shape(), Shape.of(weights.shape().size(0)));
        }
        if (key.output().elements() == 0) {
            return memory.allocate(key.output(), precision);
        }
        CpuTensor output = WinogradChoice.suits(key) ? winograd.forward(key, input, weights, bias) : null;
        if (output != null) {
            return output;
        }
        return casts.into(precision, direct.forward(exact(key, input), input, weights, bias));
    }

    @Override
    public Tensor convolutionInputGradient(
            Tensor outputGradient, Tensor weights, Shape input, Convolution convolution) {
        return inputGradient(own(outputGradient), own(weights), input, convolution);
    }

    private CpuTensor inputGradient(CpuTensor outputGradient, CpuTensor weights, Shape input, Convolution convolution) {
        var key = new ConvolutionKey(
                Pass.INPUT_GRADIENT, input, weights.shape(), convolution, false, Activation.NONE, precision);
        Shapes.requireEqual("gradient of a convolution's output", outputGradient.shape(), key.output());
        if (outputGradient.elements() == 0) {
            return memory.zeros(input);
        }
        CpuTensor gradient = WinogradChoice.suits(key) ? winograd.inputGradient(key, outputGradient, weights) : null;
        if (gradient != null) {
            return gradient;
        }
        return casts.into(precision, direct.inputGradient(exact(key, outputGradient), outputGradient, weights));
    }

    @Override
    public ParameterGradients convolutionParameterGradients(
            Tensor input, Tensor outputGradient, Shape weights, Convolution convolution, boolean withBias) {
        return parameterGradients(own(input), own(outputGradient), weights, convolution, withBias);
    }

    private ParameterGradients parameterGradients(
            CpuTensor input, CpuTensor outputGradient, Shape weights, Convolution convolution, boolean withBias) {
        var key = new ConvolutionKey(
                Pass.PARAMETER_GRADIENTS, input.shape(), weights, convolution, withBias, Activation.NONE, precision);
        Shapes.requireEqual("gradient of a convolution's output", outputGradient.shape(), key.output());
        if (outputGradient.elements() == 0) {
            Shape bias = Shape.of(weights.size(0));
            return new ParameterGradients(memory.zeros(weights), withBias ? memory.zeros(bias) : null);
        }
        ParameterGradients gradients =
                WinogradChoice.suits(key) ? winograd.parameterGradients(key, input, outputGradient) : null;
        if (gradients != null) {
            return gradients;
        }
        ParameterGradients found = direct.parameterGradients(key, input, outputGradient);
        if (precision == Precision.BF16 && nonFinite.count(own(found.weights())) > 0) {
            found.weights().release();
            if (found.bias() != null) {
                found.bias().release();
            }
            return direct.parameterGradients(key.inFullPrecision(), input, outputGradient);
        }
        return found;
    }

    /**
     * oneDNN multiplies numbers of 16 bits in pairs; where the channels are odd it pairs the last with the next cell's
     * first and with a weight of 0, which makes NaN of what is not finite.
     */
    private ConvolutionKey exact(ConvolutionKey key, CpuTensor map) {
        boolean pairs = precision == Precision.BF16 && key.channelsSummed() % 2 == 1;
        return pairs && nonFinite.count(map) > 0 ? key.inFullPrecision() : key;
    }

    @Override
    public void close() {
        winograd.close();
    }
}
