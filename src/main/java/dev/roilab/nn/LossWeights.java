package dev.roilab.nn;

/** What the numbers of a prediction count in a loss. */
public final class LossWeights {
    private LossWeights() {}

    /**
     * Weights for {@link dev.roilab.tensor.LossOperations}.
     *
     * @param counting 1 for each number that counts, 0 for all others
     * @param each what one of them counts
     */
    public static float[] of(float[] counting, double each) {
        float[] weights = new float[counting.length];
        for (int i = 0; i < counting.length; i++) {
            weights[i] = (float) (counting[i] * each);
        }
        return weights;
    }
}
