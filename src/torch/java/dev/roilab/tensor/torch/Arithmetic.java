package dev.roilab.tensor.torch;

import dev.roilab.tensor.Precision;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The type in which convolutions and products compute. Their results keep it until an operation needs 32 bits; weights,
 * their gradients, statistics and losses always have 32 bits or more.
 */
record Arithmetic(Precision precision) {
    ScalarType type() {
        return switch (precision) {
            case F32, TF32 -> ScalarType.Float;
            case BF16 -> ScalarType.BFloat16;
        };
    }

    /** A tensor as an operand of a convolution or a product. */
    Tensor operand(TorchTensor tensor) {
        return tensor.operand(type());
    }
}
