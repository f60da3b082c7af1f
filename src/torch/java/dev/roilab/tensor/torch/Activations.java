package dev.roilab.tensor.torch;

import dev.roilab.tensor.Activation;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What an operation applies to its own result, and the way back; inside {@link Native#call}. */
final class Activations {
    private Activations() {}

    /** The result itself, changed in place. */
    static Tensor apply(Activation activation, Tensor result) {
        return switch (activation) {
            case NONE -> result;
            case RELU -> result.relu_();
            case LEAKY_RELU -> torch.leaky_relu_(result, new Scalar(Activation.LEAK));
        };
    }

    /** The gradient before the activation that gave {@code output}. */
    static Tensor gradient(Activation activation, Tensor outputGradient, Tensor output) {
        return switch (activation) {
            case NONE -> outputGradient;
            case RELU -> torch.threshold_backward(outputGradient, output, new Scalar(0));
            case LEAKY_RELU -> leaky(outputGradient, output, Activation.LEAK);
        };
    }

    static Tensor leaky(Tensor outputGradient, Tensor output, double slope) {
        return torch.leaky_relu_backward(outputGradient, output, new Scalar(slope), true);
    }
}
