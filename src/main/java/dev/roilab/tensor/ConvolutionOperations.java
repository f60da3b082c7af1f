package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;

/** Convolutions of maps, and their gradients. */
public interface ConvolutionOperations extends OperationGroup {
    /**
     * Cross-correlation.
     *
     * @param input [N, I, H, W]
     * @param weights [O, I / groups, KH, KW]
     * @param bias [O]
     * @return [N, O, OH, OW]
     */
    Tensor convolution(
            Tensor input, Tensor weights, @Nullable Tensor bias, Convolution convolution, Activation activation);

    /** The gradient with respect to the input, [N, I, H, W]; also the forward pass of a transposed convolution. */
    Tensor convolutionInputGradient(Tensor outputGradient, Tensor weights, Shape input, Convolution convolution);

    ParameterGradients convolutionParameterGradients(
            Tensor input, Tensor outputGradient, Shape weights, Convolution convolution, boolean withBias);
}
