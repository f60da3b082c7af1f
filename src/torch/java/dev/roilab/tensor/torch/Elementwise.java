package dev.roilab.tensor.torch;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.Shapes;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Element by element. */
final class Elementwise {
    private final TorchMemory memory;

    Elementwise(TorchMemory memory) {
        this.memory = memory;
    }

    TorchTensor add(TorchTensor a, TorchTensor b, Activation activation) {
        Shapes.requireEqual("second operand", b.shape(), a.shape());
        return memory.make(
                a.shape(), () -> Activations.apply(activation, a.value().add(b.value())));
    }

    void accumulate(TorchTensor target, TorchTensor addend) {
        Shapes.requireEqual("second operand", addend.shape(), target.shape());
        memory.calls().call(() -> target.target().add_(addend.value()));
    }

    void copy(TorchTensor source, TorchTensor target) {
        Shapes.requireEqual("target of a copy", target.shape(), source.shape());
        memory.calls().call(() -> target.target().copy_(source.value()));
    }

    TorchTensor channelSums(TorchTensor input) {
        Shapes.requireRank("map to sum", input.shape(), 4);
        return memory.make(Shape.of(input.shape().size(1)), () -> input.floats().sum(0, 2, 3));
    }

    long nonFinite(TorchTensor input) {
        return memory.calls()
                .call(() -> torch.isfinite(input.value()).logical_not().sum().item_long());
    }

    double sumOfSquares(TorchTensor input) {
        return memory.calls()
                .call(() ->
                        input.value().to(torch.ScalarType.Double).square().sum().item_double());
    }

    TorchTensor multiply(TorchTensor a, TorchTensor b) {
        Shapes.requireEqual("second operand", b.shape(), a.shape());
        return memory.make(a.shape(), () -> a.value().mul(b.value()));
    }

    TorchTensor multiply(TorchTensor a, double factor) {
        return memory.make(a.shape(), () -> a.value().mul(new Scalar(factor)));
    }

    TorchTensor relu(TorchTensor input) {
        return memory.make(input.shape(), () -> torch.relu(input.value()));
    }

    TorchTensor reluGradient(TorchTensor outputGradient, TorchTensor output) {
        Shapes.requireEqual("gradient of a ReLU's output", outputGradient.shape(), output.shape());
        return memory.make(output.shape(), () -> {
            Tensor gradient = outputGradient.value().to(output.value().scalar_type());
            return Activations.gradient(Activation.RELU, gradient, output.value());
        });
    }

    TorchTensor leakyRelu(TorchTensor input, double slope) {
        if (!(slope > 0 && slope <= 1)) {
            throw new IllegalArgumentException("the slope of a leaky ReLU must be in (0, 1], got " + slope);
        }
        return memory.make(input.shape(), () -> torch.leaky_relu(input.value(), new Scalar(slope)));
    }

    TorchTensor leakyReluGradient(TorchTensor outputGradient, TorchTensor output, double slope) {
        Shapes.requireEqual("gradient of a leaky ReLU's output", outputGradient.shape(), output.shape());
        return memory.make(output.shape(), () -> {
            Tensor gradient = outputGradient.value().to(output.value().scalar_type());
            return Activations.leaky(gradient, output.value(), slope);
        });
    }

    TorchTensor sigmoid(TorchTensor input) {
        return memory.make(input.shape(), () -> torch.sigmoid(input.value()));
    }

    TorchTensor sigmoidGradient(TorchTensor outputGradient, TorchTensor output) {
        Shapes.requireEqual("gradient of a sigmoid's output", outputGradient.shape(), output.shape());
        return memory.make(output.shape(), () -> {
            Tensor gradient = outputGradient.value().to(output.value().scalar_type());
            return torch.sigmoid_backward(gradient, output.value());
        });
    }

    TorchTensor scaleShift(TorchTensor input, TorchTensor scale, @Nullable TorchTensor shift, Activation activation) {
        Shapes.requireRank("input of a scale", input.shape(), 4);
        Shape channels = Shape.of(input.shape().size(1));
        Shapes.requireEqual("scale", scale.shape(), channels);
        if (shift != null) {
            Shapes.requireEqual("shift", shift.shape(), channels);
        }
        return memory.make(input.shape(), () -> {
            Tensor values = input.value();
            Tensor factor = perChannel(scale, values);
            Tensor result =
                    shift == null ? values.mul(factor) : torch.addcmul(perChannel(shift, values), values, factor);
            return Activations.apply(activation, result);
        });
    }

    private static Tensor perChannel(TorchTensor numbers, Tensor of) {
        return numbers.value().to(of.scalar_type()).view(1, -1, 1, 1);
    }

    /** Channels innermost, as they lie in memory; a copy, so that no two tensors share memory. */
    TorchTensor flatten(TorchTensor input) {
        Shapes.requireRank("map to flatten", input.shape(), 4);
        Shape shape = input.shape();
        Shape flat = Shape.of(shape.size(0), shape.size(1) * shape.size(2) * shape.size(3));
        return memory.make(
                flat,
                () -> input.value()
                        .permute(0, 2, 3, 1)
                        .contiguous()
                        .view(flat.toLongs())
                        .clone());
    }

    TorchTensor unflatten(TorchTensor input, Shape shape) {
        Shapes.requireRank("map to restore", shape, 4);
        Shapes.requireEqual(
                "rows to restore a map " + shape + " from",
                input.shape(),
                Shape.of(shape.size(0), shape.size(1) * shape.size(2) * shape.size(3)));
        return memory.make(
                shape,
                () -> input.value()
                        .view(shape.size(0), shape.size(2), shape.size(3), shape.size(1))
                        .clone()
                        .permute(0, 3, 1, 2));
    }
}
