package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;
import static dev.roilab.tensor.torch.TorchMemory.ownOrNull;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.MatrixOperations;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Products of matrices: {@link Products}. */
final class TorchMatrices implements MatrixOperations {
    private final Products products;

    TorchMatrices(Products products) {
        this.products = products;
    }

    @Override
    public Tensor linear(Tensor input, Tensor weights, @Nullable Tensor bias, Activation activation) {
        return products.linear(own(input), own(weights), ownOrNull(bias), activation);
    }

    @Override
    public Tensor linearInputGradient(Tensor outputGradient, Tensor weights) {
        return products.linearInputGradient(own(outputGradient), own(weights));
    }

    @Override
    public ParameterGradients linearParameterGradients(Tensor input, Tensor outputGradient, boolean withBias) {
        return products.linearParameterGradients(own(input), own(outputGradient), withBias);
    }

    @Override
    public Tensor matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        return products.product(own(a), transposeA, own(b), transposeB);
    }
}
