package dev.roilab.model.fastrcnn;

import dev.roilab.nn.LossTerms;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;

/**
 * The multi-task loss of Fast R-CNN (arXiv:1504.08083), equation 1: {@code L = L_cls + lambda [u >= 1] L_loc}, each a
 * mean over all R regions of the mini-batch.
 *
 * @param regression the penalty on box offsets
 * @param weight lambda
 */
public record FastRcnnLoss(RegressionLoss regression, double weight) {
    /** L_cls, nats. */
    private static final String CLASSIFICATION = "classification";

    /** lambda [u >= 1] L_loc: the sum over the foreground regions by the number of all regions, times lambda. */
    private static final String BOX = "box";

    /** The loss that a study's {@code model.box_loss} block describes. */
    public static FastRcnnLoss of(FastRcnnSettings.BoxLoss settings) {
        RegressionLoss regression = switch (settings) {
            case FastRcnnSettings.BoxLoss.L2 _ -> new RegressionLoss.L2();
            case FastRcnnSettings.BoxLoss.L1 _ -> new RegressionLoss.L1();
            case FastRcnnSettings.BoxLoss.SmoothL1 smooth -> new RegressionLoss.SmoothL1(smooth.beta());
        };
        return new FastRcnnLoss(regression, settings.weight());
    }

    /** Evaluates the loss of one mini-batch. */
    public LossTerms evaluate(Engine engine, FastRcnn.Outputs outputs, RegionTargets targets) {
        int regions = targets.labels().length;
        var classification = engine.softmaxCrossEntropy(outputs.logits().value(), targets.labels(), 1.0 / regions);
        Shape shape = outputs.offsets().shape();
        Tensor boxTargets = engine.tensor(targets.boxTargets(), shape);
        Tensor boxWeights = engine.tensor(scaled(targets.boxWeights(), weight / regions), shape);
        var box = engine.regressionLoss(outputs.offsets().value(), boxTargets, boxWeights, regression);
        return LossTerms.of(CLASSIFICATION, outputs.logits(), classification).and(BOX, outputs.offsets(), box);
    }

    private static float[] scaled(float[] values, double factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (float) (values[i] * factor);
        }
        return scaled;
    }
}
