package dev.roilab.detect.region;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.timing.Stages;

/**
 * What stands in for Fast R-CNN's softmax at test time, such as the per-class SVMs of R-CNN: Fast R-CNN
 * (arXiv:1504.08083), section 5.4.
 */
@FunctionalInterface
public interface RegionScorer {
    /**
     * Scores of R regions.
     *
     * @param features the last hidden layer's activations, [R, F]
     * @return [R, K + 1], background first; in [0, 1] and, within a class, rising with confidence
     */
    float[] scores(Tape tape, Variable features, Stages stages);
}
