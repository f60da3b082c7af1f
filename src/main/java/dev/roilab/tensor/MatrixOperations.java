package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;

/** Products of matrices, and the linear layer that is one. */
public interface MatrixOperations extends OperationGroup {
    /** {@code input [B, I] x weights^T + bias}; weights [O, I], bias [O]; returns [B, O]. */
    Tensor linear(Tensor input, Tensor weights, @Nullable Tensor bias, Activation activation);

    /** [B, I]. */
    Tensor linearInputGradient(Tensor outputGradient, Tensor weights);

    ParameterGradients linearParameterGradients(Tensor input, Tensor outputGradient, boolean withBias);

    /** Product of two matrices, either read transposed. */
    Tensor matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB);
}
