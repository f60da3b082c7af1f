package dev.roilab.tensor;

import java.util.function.DoubleSupplier;

/** Softmax, and losses that come with their gradients. */
public interface LossOperations extends OperationGroup {
    /** Rows [B, K] to probabilities, or those of each cell of [N, K, H, W]. */
    Tensor softmax(Tensor logits);

    /**
     * {@code factor * sum of -log softmax(logits)[label]} over the rows, or cells, whose label is not negative.
     *
     * @param logits [B, K], or [N, K, H, W] for classes of cells
     * @param labels one a row, or one a cell, image by image and row by row; a negative label leaves it out
     */
    LossGradient softmaxCrossEntropy(Tensor logits, int[] labels, double factor);

    /** {@code sum of weights * loss(predictions - targets)}; all of one shape. */
    LossGradient regressionLoss(Tensor predictions, Tensor targets, Tensor weights, RegressionLoss loss);

    /**
     * {@code sum of -weights * (t log sigmoid(x) + (1 - t) log(1 - sigmoid(x)))}: of logits x of any size, without
     * overflow. What has the weight 0 is ignored, whatever stands there.
     *
     * @param logits of any shape, which is that of the other two as well
     * @param targets t from 0 to 1
     */
    LossGradient binaryCrossEntropy(Tensor logits, Tensor targets, Tensor weights);

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
