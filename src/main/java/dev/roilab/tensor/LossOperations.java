package dev.roilab.tensor;

import java.util.function.DoubleSupplier;

/** Softmax, and losses that come with their gradients. */
public interface LossOperations extends OperationGroup {
    /** Rows [B, K] to probabilities. */
    Tensor softmax(Tensor logits);

    /**
     * {@code factor * sum of -log softmax(logits)[label]} over the rows whose label is not negative.
     *
     * @param logits [B, K]
     * @param labels one a row; a negative label leaves the row out
     */
    LossGradient softmaxCrossEntropy(Tensor logits, int[] labels, double factor);

    /** {@code sum of weights * loss(predictions - targets)}; all of one shape. */
    LossGradient regressionLoss(Tensor predictions, Tensor targets, Tensor weights, RegressionLoss loss);

    /**
     * @param value gives the loss; asking for it the first time, before the scope closes, may wait for the device
     * @param gradient of the loss with respect to the predictions or logits
     */
    record LossGradient(DoubleSupplier value, Tensor gradient) {
        public LossGradient(double loss, Tensor gradient) {
            this(() -> loss, gradient);
        }

        public double loss() {
            return value.getAsDouble();
        }
    }
}
