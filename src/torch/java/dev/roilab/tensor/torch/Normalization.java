package dev.roilab.tensor.torch;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.NormalizationOperations.NormGradients;
import dev.roilab.tensor.NormalizationOperations.Normalized;
import dev.roilab.tensor.NormalizationOperations.RunningAverages;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.Shapes;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Batch normalisation with the batch's own statistics, and its gradient, by ATen's native kernels. */
final class Normalization {
    private final TorchMemory memory;

    Normalization(TorchMemory memory) {
        this.memory = memory;
    }

    /** What is normalised how: the constant under the root, and what follows. */
    record Form(double epsilon, Activation activation) {}

    /** What the activation let through can be seen in the values; what is recorded is the inverse deviation. */
    Normalized forward(
            TorchTensor input, TorchTensor scale, TorchTensor shift, @Nullable RunningAverages averages, Form form) {
        Shape channels = channels(input, scale);
        Shapes.requireEqual("shift of a batch normalisation", shift.shape(), channels);
        return memory.calls().call(() -> {
            var result = torch.native_batch_norm(
                    input.value(),
                    new TensorOptional(scale.value()),
                    new TensorOptional(shift.value()),
                    averages == null ? new TensorOptional() : moved(averages.mean(), channels),
                    averages == null ? new TensorOptional() : moved(averages.variance(), channels),
                    true,
                    averages == null ? 0 : averages.part(),
                    form.epsilon());
            Tensor inverseDeviation = result.get2();
            return new Normalized(
                    memory.adopt(input.shape(), Activations.apply(form.activation(), result.get0())),
                    memory.adopt(channels, result.get1()),
                    averages == null ? memory.adopt(channels, variance(inverseDeviation, form)) : null,
                    memory.adopt(channels, inverseDeviation));
        });
    }

    private static TensorOptional moved(dev.roilab.tensor.Tensor average, Shape channels) {
        Shapes.requireEqual("running average of a batch normalisation", average.shape(), channels);
        return new TensorOptional(TorchMemory.own(average).target());
    }

    private static Tensor variance(Tensor inverseDeviation, Form form) {
        return inverseDeviation.pow(new Scalar(-2)).sub(new Scalar(form.epsilon()));
    }

    NormGradients gradient(
            TorchTensor input, TorchTensor outputGradient, TorchTensor scale, Normalized forward, Form form) {
        Shape channels = channels(input, scale);
        Shapes.requireEqual("gradient of a batch normalisation", outputGradient.shape(), input.shape());
        return memory.calls().call(() -> {
            Tensor upstream = outputGradient.value().to(input.value().scalar_type());
            Tensor values = TorchMemory.own(forward.values()).value();
            var result = torch.native_batch_norm_backward(
                    Activations.gradient(form.activation(), upstream, values),
                    input.value(),
                    new TensorOptional(scale.value()),
                    new TensorOptional(),
                    new TensorOptional(),
                    new TensorOptional(TorchMemory.own(forward.mean()).value()),
                    new TensorOptional(inverseDeviation(forward, form)),
                    true,
                    form.epsilon(),
                    Native.flags(true, true, true));
            return new NormGradients(
                    memory.adopt(input.shape(), result.get0()),
                    memory.adopt(channels, result.get1()),
                    memory.adopt(channels, result.get2()));
        });
    }

    /** The forward pass has it at hand; running averages in its place do not. */
    private static Tensor inverseDeviation(Normalized forward, Form form) {
        return forward.passed() != null
                ? TorchMemory.own(forward.passed()).value()
                : TorchMemory.own(Objects.requireNonNull(forward.variance()))
                        .value()
                        .add(new Scalar(form.epsilon()))
                        .rsqrt();
    }

    private static Shape channels(TorchTensor input, TorchTensor scale) {
        Shapes.requireRank("batch normalisation's input", input.shape(), 4);
        if (input.isEmpty()) {
            throw new IllegalArgumentException(
                    "batch normalisation has no statistics of an empty batch " + input.shape());
        }
        Shape channels = Shape.of(input.shape().size(1));
        Shapes.requireEqual("scale of a batch normalisation", scale.shape(), channels);
        return channels;
    }
}
