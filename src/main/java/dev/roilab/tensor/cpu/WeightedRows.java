package dev.roilab.tensor.cpu;

import java.util.Arrays;

/** A short list of rows with a weight each, and their weighted sum: the inner loop of bilinear region operators. */
final class WeightedRows {
    private int[] rows = new int[64];
    private float[] weights = new float[64];
    private int count;

    void clear() {
        count = 0;
    }

    void append(int row, double weight) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
            weights = Arrays.copyOf(weights, 2 * count);
        }
        rows[count] = row;
        weights[count++] = (float) weight;
    }

    /** {@code target += sum of weight * source[row]}, four rows at a time so that the target is loaded less often. */
    void addTo(float[] target, float[][] source) {
        int index = 0;
        for (; index + 4 <= count; index += 4) {
            float[] a = source[rows[index]];
            float[] b = source[rows[index + 1]];
            float[] c = source[rows[index + 2]];
            float[] d = source[rows[index + 3]];
            float weightA = weights[index];
            float weightB = weights[index + 1];
            float weightC = weights[index + 2];
            float weightD = weights[index + 3];
            for (int channel = 0; channel < target.length; channel++) {
                target[channel] +=
                        weightA * a[channel] + weightB * b[channel] + weightC * c[channel] + weightD * d[channel];
            }
        }
        for (; index + 2 <= count; index += 2) {
            addTwo(target, source, index);
        }
        if (index < count) {
            float[] a = source[rows[index]];
            float weight = weights[index];
            for (int channel = 0; channel < target.length; channel++) {
                target[channel] += weight * a[channel];
            }
        }
    }

    private void addTwo(float[] target, float[][] source, int index) {
        float[] a = source[rows[index]];
        float[] b = source[rows[index + 1]];
        float weightA = weights[index];
        float weightB = weights[index + 1];
        for (int channel = 0; channel < target.length; channel++) {
            target[channel] += weightA * a[channel] + weightB * b[channel];
        }
    }
}
