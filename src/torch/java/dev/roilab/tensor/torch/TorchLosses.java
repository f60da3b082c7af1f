package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;

import dev.roilab.tensor.LossOperations;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Tensor;

/** The losses: {@link Losses}. */
final class TorchLosses implements LossOperations {
    private final Losses losses;

    TorchLosses(Losses losses) {
        this.losses = losses;
    }

    @Override
    public Tensor softmax(Tensor logits) {
        return losses.softmax(own(logits));
    }

    @Override
    public LossGradient softmaxCrossEntropy(Tensor logits, int[] labels, double factor) {
        return losses.softmaxCrossEntropy(own(logits), labels, factor);
    }

    @Override
    public LossGradient regressionLoss(Tensor predictions, Tensor targets, Tensor weights, RegressionLoss loss) {
        return losses.regression(own(predictions), own(targets), own(weights), loss);
    }

    @Override
    public LossGradient binaryCrossEntropy(Tensor logits, Tensor targets, Tensor weights) {
        return losses.binaryCrossEntropy(own(logits), own(targets), own(weights));
    }
}
