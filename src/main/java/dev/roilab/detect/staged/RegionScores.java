package dev.roilab.detect.staged;

import dev.roilab.detect.FixedBoxes;
import dev.roilab.tensor.Tensor;
import java.util.Optional;

/**
 * What an image's windows score, gathered part by part. Shapes: R windows, K object classes.
 *
 * @param columns K + 1, background first
 * @param scores [R, K + 1], in [0, 1]
 * @param offsets [R, 4 (K + 1)]
 */
public @SuppressWarnings("ArrayRecordComponent") // filled and handed on once; nobody compares them
record RegionScores(int columns, float[] scores, float[] offsets) {
    /** Zeros, to be filled. */
    public static RegionScores of(int windows, int classes) {
        int columns = classes + 1;
        return new RegionScores(columns, new float[windows * columns], new float[4 * windows * columns]);
    }

    /** Puts probabilities in the rows of these windows. */
    public RegionScores putProbabilities(int[] windows, Tensor probabilities) {
        put(windows, probabilities.toFloats(), scores, columns);
        return this;
    }

    /** Puts box offsets in the rows of these windows. */
    RegionScores putOffsets(int[] windows, Tensor values) {
        put(windows, values.toFloats(), offsets, 4 * columns);
        return this;
    }

    /**
     * Puts SVM scores s in the rows of these windows, as {@code 1 / (1 + exp(-s))}: that keeps every ranking and lies
     * in [0, 1]; it is no probability.
     */
    RegionScores putMargins(int[] windows, Tensor margins) {
        put(windows, confidences(margins), scores, columns);
        return this;
    }

    /** {@code 1 / (1 + exp(-s))} of every SVM score s. */
    public static float[] confidences(Tensor margins) {
        float[] values = margins.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (1 / (1 + Math.exp(-values[i])));
        }
        return values;
    }

    /** These, or what a system that is timed without its training finds in their place. */
    public RegionScores or(Optional<FixedBoxes> fixed) {
        return fixed.map(boxes ->
                        new RegionScores(columns, boxes.probabilities(scores, columns), new float[offsets.length]))
                .orElse(this);
    }

    private static void put(int[] windows, float[] from, float[] to, int columns) {
        for (int row = 0; row < windows.length; row++) {
            System.arraycopy(from, row * columns, to, windows[row] * columns, columns);
        }
    }
}
