package dev.roilab.statistics;

/**
 * The singular values of a large matrix of independent numbers of mean zero and equal variance (Marchenko and Pastur,
 * Distribution of eigenvalues for some sets of random matrices, Mathematics of the USSR-Sbornik 1, 1967): what
 * truncation keeps of a layer that has learned nothing.
 */
public final class MarchenkoPastur {
    private static final int STEPS = 400;
    private static final int HALVINGS = 50;

    private MarchenkoPastur() {}

    /**
     * The expected part of the sum of squared singular values that the largest ones hold, in [0, 1].
     *
     * <p>With the ratio {@code q} of the sides, squared singular values in units of their mean have the density
     * {@code sqrt((b - x)(x - a)) / (2 pi q x)} between {@code a, b = (1 -+ sqrt(q))^2}. With {@code x = 1 + q + 2
     * sqrt(q) cos(t)}, those above {@code x(t)} are the share {@code 2 / pi} times the integral of {@code sin^2 / x}
     * from 0 to {@code t}, and hold {@code (t - sin(t) cos(t)) / pi} of the sum.
     *
     * @param rank number of singular values kept
     * @throws IllegalArgumentException if a side is not positive or the rank is not in [0, the smaller side]
     */
    public static double energyKept(int outputs, int inputs, int rank) {
        int smaller = Math.min(outputs, inputs);
        if (smaller < 1 || rank < 0 || rank > smaller) {
            throw new IllegalArgumentException("rank " + rank + " of a matrix of " + outputs + " x " + inputs
                    + ", expected 0 to the smaller side");
        }
        double ratio = smaller / (double) Math.max(outputs, inputs);
        double share = rank / (double) smaller;
        double low = 0;
        double high = Math.PI;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double middle = (low + high) / 2;
            if (shareAbove(middle, ratio) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double angle = rank == smaller ? Math.PI : (low + high) / 2;
        return (angle - Math.sin(angle) * Math.cos(angle)) / Math.PI;
    }

    /** By Simpson's rule. */
    private static double shareAbove(double angle, double ratio) {
        double step = angle / STEPS;
        double sum = integrand(0, ratio) + integrand(angle, ratio);
        for (int i = 1; i < STEPS; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * integrand(i * step, ratio);
        }
        return 2 / Math.PI * sum * step / 3;
    }

    private static double integrand(double angle, double ratio) {
        double value = 1 + ratio + 2 * Math.sqrt(ratio) * Math.cos(angle);
        double sine = Math.sin(angle);
        // Of square matrices the smallest value is 0, where sin^2 / (2 + 2 cos) = (1 - cos) / 2.
        return value < 1e-9 ? (1 - Math.cos(angle)) / 2 : sine * sine / value;
    }
}
