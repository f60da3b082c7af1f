package dev.roilab.nn;

import dev.roilab.tensor.RegressionLoss;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/**
 * The penalty on box offsets, with its weight beside the classification loss: lambda of Fast R-CNN (arXiv:1504.08083),
 * equation 1.
 */
public sealed interface BoxLoss {
    double weight();

    /** The penalty on one offset, its weight left aside. */
    default RegressionLoss regression() {
        return switch (this) {
            case L2 _ -> new RegressionLoss.L2();
            case L1 _ -> new RegressionLoss.L1();
            case SmoothL1 smooth -> new RegressionLoss.SmoothL1(smooth.beta());
        };
    }

    /** The weight may be 0: that trains the classifier alone, the first column of table 6. */
    record L2(@Range(min = 0) double weight) implements BoxLoss {
        public L2 {
            Ranges.require(L2.class, weight);
        }
    }

    record L1(@Range(min = 0) double weight) implements BoxLoss {
        public L1 {
            Ranges.require(L1.class, weight);
        }
    }

    record SmoothL1(
            @Range(above = 0) double beta, @Range(min = 0) double weight) implements BoxLoss {
        public SmoothL1 {
            Ranges.require(SmoothL1.class, beta, weight);
        }
    }
}
