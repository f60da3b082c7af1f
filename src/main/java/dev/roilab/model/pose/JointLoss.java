package dev.roilab.model.pose;

import dev.roilab.tensor.RegressionLoss;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/** The penalty on each of a joint's two numbers. */
public sealed interface JointLoss {
    /** The engine's name of it. */
    default RegressionLoss regression() {
        return switch (this) {
            case L2 _ -> new RegressionLoss.L2();
            case SmoothL1 smooth -> new RegressionLoss.SmoothL1(smooth.beta());
        };
    }

    /** DeepPose (arXiv:1312.4659), equation 4, of which this is half. */
    record L2() implements JointLoss {}

    /** @param beta from which difference on it grows linearly, in parts of the picture's side */
    record SmoothL1(@Range(above = 0) double beta) implements JointLoss {
        public SmoothL1 {
            Ranges.require(SmoothL1.class, beta);
        }
    }
}
