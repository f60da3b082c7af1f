package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;
import static dev.roilab.tensor.torch.TorchMemory.ownOrNull;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.ElementwiseOperations;
import dev.roilab.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Number by number: {@link Elementwise}. */
final class TorchElementwise implements ElementwiseOperations {
    private final Elementwise elementwise;

    TorchElementwise(Elementwise elementwise) {
        this.elementwise = elementwise;
    }

    @Override
    public Tensor scaleShift(Tensor input, Tensor scale, @Nullable Tensor shift, Activation activation) {
        return elementwise.scaleShift(own(input), own(scale), ownOrNull(shift), activation);
    }

    @Override
    public Tensor reluGradient(Tensor outputGradient, Tensor output) {
        return elementwise.reluGradient(own(outputGradient), own(output));
    }

    @Override
    public Tensor relu(Tensor input) {
        return elementwise.relu(own(input));
    }

    @Override
    public Tensor leakyRelu(Tensor input, double slope) {
        return elementwise.leakyRelu(own(input), slope);
    }

    @Override
    public Tensor leakyReluGradient(Tensor outputGradient, Tensor output, double slope) {
        return elementwise.leakyReluGradient(own(outputGradient), own(output), slope);
    }

    @Override
    public Tensor sigmoid(Tensor input) {
        return elementwise.sigmoid(own(input));
    }

    @Override
    public Tensor sigmoidGradient(Tensor outputGradient, Tensor output) {
        return elementwise.sigmoidGradient(own(outputGradient), own(output));
    }

    @Override
    public Tensor add(Tensor a, Tensor b, Activation activation) {
        return elementwise.add(own(a), own(b), activation);
    }

    @Override
    public void accumulate(Tensor target, Tensor addend) {
        elementwise.accumulate(own(target), own(addend));
    }

    @Override
    public Tensor channelSums(Tensor input) {
        return elementwise.channelSums(own(input));
    }

    @Override
    public long nonFinite(Tensor input) {
        return elementwise.nonFinite(own(input));
    }

    @Override
    public double sumOfSquares(Tensor input) {
        return elementwise.sumOfSquares(own(input));
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        return elementwise.multiply(own(a), own(b));
    }

    @Override
    public Tensor multiply(Tensor a, double factor) {
        return elementwise.multiply(own(a), factor);
    }
}
