package dev.roilab.model.fastrcnn;

import dev.roilab.detect.region.RegionSampler;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.BoxCoder;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.LossWeights;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.List;

/**
 * The multi-task loss of Fast R-CNN (arXiv:1504.08083), equation 1: {@code L = L_cls + lambda [u >= 1] L_loc}, each a
 * mean over all R regions of the mini-batch.
 *
 * @param regression the penalty on box offsets
 * @param weight lambda
 */
public record MultiTaskLoss(RegressionLoss regression, double weight) {
    /** L_cls, nats. */
    private static final String CLASSIFICATION = "classification";

    /** lambda [u >= 1] L_loc: the sum over the foreground regions by the number of all regions, times lambda. */
    private static final String BOX = "box";

    /** The loss that a study's {@code model.box_loss} block describes. */
    public static MultiTaskLoss of(BoxLoss settings) {
        return new MultiTaskLoss(settings.regression(), settings.weight());
    }

    /** Evaluates the loss of one mini-batch. */
    public LossTerms evaluate(Engine engine, FastRcnn.Outputs outputs, Targets targets) {
        int regions = targets.labels().length;
        var classification =
                engine.losses().softmaxCrossEntropy(outputs.logits().value(), targets.labels(), 1.0 / regions);
        Shape shape = outputs.offsets().shape();
        Tensor boxTargets = engine.tensor(targets.boxTargets(), shape);
        Tensor boxWeights = engine.tensor(LossWeights.of(targets.boxWeights(), weight / regions), shape);
        var box = engine.losses().regressionLoss(outputs.offsets().value(), boxTargets, boxWeights, regression);
        return LossTerms.of(CLASSIFICATION, outputs.logits(), classification).and(BOX, outputs.offsets(), box);
    }

    /**
     * What the two outputs of a Fast R-CNN should say of R regions. Class 0 is background; the object classes follow.
     *
     * @param labels [R]
     * @param boxTargets [R, 4 * (K + 1)]: the offsets stand in the four columns of the region's own class
     * @param boxWeights [R, 4 * (K + 1)]: 1 where {@code boxTargets} counts, else 0; the bracket [u >= 1] of equation 1
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to an engine once and never compared
    public record Targets(int[] labels, float[] boxTargets, float[] boxWeights) {

        /** The targets of sampled regions. */
        public static Targets of(List<RegionSampler.Region> regions, int classes, BoxCoder coder) {
            int columns = 4 * (classes + 1);
            int[] labels = new int[regions.size()];
            float[] targets = new float[regions.size() * columns];
            float[] weights = new float[regions.size() * columns];
            for (int r = 0; r < labels.length; r++) {
                RegionSampler.Region region = regions.get(r);
                if (region.target().isPresent()) {
                    int label = region.target().get().label() + 1;
                    labels[r] = label;
                    Box truth = region.target().get().box();
                    double[] offsets = coder.encode(region.box(), truth);
                    for (int i = 0; i < 4; i++) {
                        targets[r * columns + 4 * label + i] = (float) offsets[i];
                        weights[r * columns + 4 * label + i] = 1;
                    }
                }
            }
            return new Targets(labels, targets, weights);
        }
    }
}
