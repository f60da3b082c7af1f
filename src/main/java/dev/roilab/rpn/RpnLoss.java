package dev.roilab.rpn;

import dev.roilab.autograd.Variable;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.LossWeights;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The loss of a region proposal network: Faster R-CNN (arXiv:1506.01497), equation 1, with both terms divided by the
 * number of drawn anchors, as torchvision has it. The paper divides the second by the number of cells and weighs it by
 * 10, which comes to about the same.
 */
public final class RpnLoss {
    /** Log loss over object or not, nats. */
    private static final String OBJECTNESS = "objectness";

    private static final String BOX = "rpn_box";

    private final BoxLoss boxLoss;

    public RpnLoss(BoxLoss boxLoss) {
        this.boxLoss = boxLoss;
    }

    /**
     * Evaluates it for one mini-batch.
     *
     * @param outputs of each map
     * @param targets of at least one anchor
     */
    public LossTerms evaluate(Engine engine, List<RegionProposalNetwork.Outputs> outputs, AnchorTargets targets) {
        double each = 1.0 / targets.count();
        var objectness = new LinkedHashMap<Variable, LossGradient>();
        var box = new LinkedHashMap<Variable, LossGradient>();
        for (int level = 0; level < outputs.size(); level++) {
            RegionProposalNetwork.Outputs said = outputs.get(level);
            AnchorTargets.Map aims = targets.maps().get(level);
            objectness.put(said.logits(), objectness(engine, said.logits(), aims, each));
            box.put(said.offsets(), box(engine, said.offsets(), aims, each * boxLoss.weight()));
        }
        return LossTerms.of(OBJECTNESS, objectness).and(LossTerms.of(BOX, box));
    }

    private static LossGradient objectness(Engine engine, Variable logits, AnchorTargets.Map aims, double each) {
        Tensor labels = engine.tensor(aims.labels(), logits.shape());
        Tensor weights = engine.tensor(LossWeights.of(aims.sampled(), each), logits.shape());
        return engine.losses().binaryCrossEntropy(logits.value(), labels, weights);
    }

    private LossGradient box(Engine engine, Variable offsets, AnchorTargets.Map aims, double each) {
        Tensor targets = engine.tensor(aims.offsets(), offsets.shape());
        Tensor weights = engine.tensor(LossWeights.of(aims.foreground(), each), offsets.shape());
        return engine.losses().regressionLoss(offsets.value(), targets, weights, boxLoss.regression());
    }
}
