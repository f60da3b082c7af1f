package dev.roilab.tensor;

/** A penalty on the difference {@code d} between a prediction and its target. */
public sealed interface RegressionLoss {
    /** {@code d^2 / 2}: the gradient grows without bound. */
    record L2() implements RegressionLoss {}

    /** {@code |d|}. */
    record L1() implements RegressionLoss {}

    /**
     * {@code d^2 / (2 beta)} where {@code |d| < beta}, {@code |d| - beta / 2} beyond. Fast R-CNN (arXiv:1504.08083),
     * equation 3, has beta = 1.
     */
    record SmoothL1(double beta) implements RegressionLoss {
        public SmoothL1 {
            if (!(beta > 0)) {
                throw new IllegalArgumentException("beta must be > 0, got " + beta);
            }
        }
    }
}
