package dev.roilab.tensor.torch;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.Shapes;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Matrix products and the linear layer made of them. */
final class Products {
    private final TorchMemory memory;
    private final Arithmetic arithmetic;

    Products(TorchMemory memory, Arithmetic arithmetic) {
        this.memory = memory;
        this.arithmetic = arithmetic;
    }

    TorchTensor product(TorchTensor a, boolean transposeA, TorchTensor b, boolean transposeB) {
        Shape shape = productShape(a, transposeA, b, transposeB);
        return memory.make(shape, () -> operand(a, transposeA).mm(operand(b, transposeB)));
    }

    private static Shape productShape(TorchTensor a, boolean transposeA, TorchTensor b, boolean transposeB) {
        Shapes.requireRank("left matrix", a.shape(), 2);
        Shapes.requireRank("right matrix", b.shape(), 2);
        if (a.shape().size(transposeA ? 0 : 1) != b.shape().size(transposeB ? 1 : 0)) {
            throw new IllegalArgumentException("no product of " + a.shape() + (transposeA ? " transposed" : "")
                    + " and " + b.shape() + (transposeB ? " transposed" : ""));
        }
        return Shape.of(a.shape().size(transposeA ? 1 : 0), b.shape().size(transposeB ? 0 : 1));
    }

    private Tensor operand(TorchTensor matrix, boolean transposed) {
        Tensor values = arithmetic.operand(matrix);
        return transposed ? values.t() : values;
    }

    TorchTensor linear(TorchTensor input, TorchTensor weights, @Nullable TorchTensor bias, Activation activation) {
        Shapes.requireRank("linear layer's weights", weights.shape(), 2);
        Shape shape = productShape(input, false, weights, true);
        if (bias != null) {
            Shapes.requireEqual("bias", bias.shape(), Shape.of(weights.shape().size(0)));
        }
        return memory.make(shape, () -> {
            Tensor transposed = operand(weights, true);
            Tensor result = bias == null
                    ? operand(input, false).mm(transposed)
                    : torch.addmm(arithmetic.operand(bias), operand(input, false), transposed);
            return Activations.apply(activation, result);
        });
    }

    TorchTensor linearInputGradient(TorchTensor outputGradient, TorchTensor weights) {
        return product(outputGradient, false, weights, false);
    }

    ParameterGradients linearParameterGradients(TorchTensor input, TorchTensor outputGradient, boolean withBias) {
        Shape weights = productShape(outputGradient, true, input, false);
        return memory.calls().call(() -> {
            Tensor product = operand(outputGradient, true).mm(operand(input, false));
            TorchTensor ofWeights = memory.adopt(weights, product.to(ScalarType.Float));
            if (!withBias) {
                return new ParameterGradients(ofWeights, null);
            }
            Tensor columns = outputGradient.floats().sum(0);
            return new ParameterGradients(ofWeights, memory.adopt(Shape.of(weights.size(0)), columns));
        });
    }
}
