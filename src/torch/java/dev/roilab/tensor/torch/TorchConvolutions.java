package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;
import static dev.roilab.tensor.torch.TorchMemory.ownOrNull;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.ConvolutionOperations;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Convolution and its gradients: {@link Convolutions}. */
final class TorchConvolutions implements ConvolutionOperations {
    private final Convolutions convolutions;

    TorchConvolutions(Convolutions convolutions) {
        this.convolutions = convolutions;
    }

    @Override
    public Tensor convolution(
            Tensor input, Tensor weights, @Nullable Tensor bias, Convolution convolution, Activation activation) {
        return convolutions.forward(own(input), own(weights), ownOrNull(bias), convolution, activation);
    }

    @Override
    public Tensor convolutionInputGradient(
            Tensor outputGradient, Tensor weights, Shape input, Convolution convolution) {
        return convolutions.inputGradient(own(outputGradient), own(weights), input, convolution);
    }

    @Override
    public ParameterGradients convolutionParameterGradients(
            Tensor input, Tensor outputGradient, Shape weights, Convolution convolution, boolean withBias) {
        return convolutions.parameterGradients(own(input), own(outputGradient), weights, convolution, withBias);
    }
}
