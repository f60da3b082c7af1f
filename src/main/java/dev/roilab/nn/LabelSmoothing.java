package dev.roilab.nn;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.Tensor;
import java.util.Arrays;

/**
 * The cross entropy with a truth of which a part is spread over all classes: arXiv:1512.00567, section 7. Beside the
 * cross entropy with the labels alone it has a term that is linear in the logits x, {@code part * (x[label] -
 * mean(x))}, since the softmax's logarithm adds the same to each of them.
 */
public final class LabelSmoothing {
    private LabelSmoothing() {}

    /**
     * {@code factor} times the sum over the rows.
     *
     * @param logits [B, K]
     * @param labels [B], none negative
     * @param part of the truth, in [0, 1); with 0 it is the cross entropy
     */
    public static LossGradient crossEntropy(Engine engine, Tensor logits, int[] labels, double part, double factor) {
        LossGradient sharp = engine.losses().softmaxCrossEntropy(logits, labels, factor);
        if (part == 0) {
            return sharp;
        }
        float[] slopes = slopes(labels, logits.shape().size(1), part * factor);
        Tensor added = engine.tensor(slopes, logits.shape());
        engine.elementwise().accumulate(sharp.gradient(), added);
        added.release();
        return new LossGradient(() -> sharp.loss() + product(slopes, logits.toFloats()), sharp.gradient());
    }

    /** Of the linear term. */
    private static float[] slopes(int[] labels, int classes, double weight) {
        float[] slopes = new float[labels.length * classes];
        Arrays.fill(slopes, (float) (-weight / classes));
        for (int row = 0; row < labels.length; row++) {
            slopes[row * classes + labels[row]] = (float) (weight - weight / classes);
        }
        return slopes;
    }

    private static double product(float[] slopes, float[] logits) {
        double sum = 0;
        for (int i = 0; i < slopes.length; i++) {
            sum += (double) slopes[i] * logits[i];
        }
        return sum;
    }
}
