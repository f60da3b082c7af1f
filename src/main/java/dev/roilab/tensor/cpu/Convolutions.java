package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine.ParameterGradients;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.ConvolutionKey.Pass;
import org.jspecify.annotations.Nullable;

/** Convolution and its gradients, by whichever of two ways is the faster for the shapes. */
final class Convolutions implements AutoCloseable {
    private final TensorMemory memory;
    private final Precision precision;
    private final DirectConvolutions direct;
    private final WinogradConvolutions winograd;

    Convolutions(OneDnn oneDnn, TensorMemory memory, Casts casts, Workers workers, Precision precision) {
        this.memory = memory;
        this.precision = precision;
        this.direct = new DirectConvolutions(oneDnn, memory, casts, precision);
        this.winograd = new WinogradConvolutions(oneDnn, memory, casts, workers);
    }

    CpuTensor forward(
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
        return WinogradChoice.suits(key)
                ? winograd.forward(key, input, weights, bias)
                : direct.forward(key, input, weights, bias);
    }

    CpuTensor inputGradient(CpuTensor outputGradient, CpuTensor weights, Shape input, Convolution convolution) {
        var key = new ConvolutionKey(
                Pass.INPUT_GRADIENT, input, weights.shape(), convolution, false, Activation.NONE, precision);
        Shapes.requireEqual("gradient of a convolution's output", outputGradient.shape(), key.output());
        if (outputGradient.elements() == 0) {
            return memory.zeros(input);
        }
        return WinogradChoice.suits(key)
                ? winograd.inputGradient(key, outputGradient, weights)
                : direct.inputGradient(key, outputGradient, weights);
    }

    ParameterGradients parameterGradients(
            CpuTensor input, CpuTensor outputGradient, Shape weights, Convolution convolution, boolean withBias) {
        var key = new ConvolutionKey(
                Pass.PARAMETER_GRADIENTS, input.shape(), weights, convolution, withBias, Activation.NONE, precision);
        Shapes.requireEqual("gradient of a convolution's output", outputGradient.shape(), key.output());
        if (outputGradient.elements() == 0) {
            Shape bias = Shape.of(weights.size(0));
            return new ParameterGradients(memory.zeros(weights), withBias ? memory.zeros(bias) : null);
        }
        return WinogradChoice.suits(key)
                ? winograd.parameterGradients(key, input, outputGradient)
                : direct.parameterGradients(key, input, outputGradient);
    }

    @Override
    public void close() {
        winograd.close();
    }
}
