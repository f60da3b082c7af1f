package dev.roilab.detect;

/**
 * What stands in for Fast R-CNN's softmax at test time, such as the per-class SVMs of R-CNN: Fast R-CNN
 * (arXiv:1504.08083), section 5.4.
 */
@FunctionalInterface
public interface RegionScorer {
    /**
     * Scores of R regions.
     *
     * @param features the last hidden layer's activations, [R, F], row major
     * @return [R, K + 1], background first; in [0, 1] and, within a class, rising with confidence
     */
    float[] scores(float[] features, int regions);
}
