package dev.roilab.detect;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;

/**
 * The multi-task loss of Fast R-CNN (arXiv:1504.08083), equation 1: {@code L = L_cls + lambda [u >= 1] L_loc}, each a
 * mean over all R regions of the mini-batch.
 *
 * @param regression the penalty on box offsets
 * @param weight lambda
 */
public record FastRcnnLoss(RegressionLoss regression, double weight) {

    /** The loss that a study's {@code model.box_loss} block describes. */
    public static FastRcnnLoss of(ModelSettings.BoxLoss settings) {
        RegressionLoss regression = switch (settings) {
            case ModelSettings.BoxLoss.L2 _ -> new RegressionLoss.L2();
            case ModelSettings.BoxLoss.L1 _ -> new RegressionLoss.L1();
            case ModelSettings.BoxLoss.SmoothL1 smooth -> new RegressionLoss.SmoothL1(smooth.beta());
        };
        return new FastRcnnLoss(regression, settings.weight());
    }

    /**
     * Computed terms and their gradients. The values are first read inside the step's scope; reading them waits for the
     * device, so it comes after the backward pass is on its way.
     *
     * @param classificationValue mean over the regions
     * @param boxValue sum over the foreground regions by the number of all regions, times lambda
     * @param gradients with respect to the two outputs, for {@link Tape#backward}
     */
    public record Terms(
            DoubleSupplier classificationValue, DoubleSupplier boxValue, SequencedMap<Variable, Tensor> gradients) {
        public double classification() {
            return classificationValue.getAsDouble();
        }

        public double box() {
            return boxValue.getAsDouble();
        }

        /** Reads both. */
        public boolean isFinite() {
            double classification = classification();
            double box = box();
            return Double.isFinite(classification) && Double.isFinite(box);
        }
    }

    /** Evaluates the loss of one mini-batch. */
    public Terms evaluate(Engine engine, FastRcnn.Outputs outputs, RegionTargets targets) {
        int regions = targets.labels().length;
        var classification = engine.softmaxCrossEntropy(outputs.logits().value(), targets.labels(), 1.0 / regions);
        Shape shape = outputs.offsets().shape();
        Tensor boxTargets = engine.tensor(targets.boxTargets(), shape);
        Tensor boxWeights = engine.tensor(scaled(targets.boxWeights(), weight / regions), shape);
        var box = engine.regressionLoss(outputs.offsets().value(), boxTargets, boxWeights, regression);
        var gradients = new LinkedHashMap<Variable, Tensor>();
        gradients.put(outputs.logits(), classification.gradient());
        gradients.put(outputs.offsets(), box.gradient());
        return new Terms(classification::loss, box::loss, gradients);
    }

    private static float[] scaled(float[] values, double factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (float) (values[i] * factor);
        }
        return scaled;
    }
}
