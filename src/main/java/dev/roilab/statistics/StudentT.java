package dev.roilab.statistics;

import org.apache.commons.math3.distribution.TDistribution;

/** Student's t distribution (1908). */
public final class StudentT {
    private static final double UPPER_TAIL = 0.975;

    /** Quantiles of few degrees of freedom are asked for again and again, and each costs a root search. */
    private static final double[] KNOWN = new double[64];

    static {
        for (int degrees = 1; degrees < KNOWN.length; degrees++) {
            KNOWN[degrees] = quantile(UPPER_TAIL, degrees);
        }
    }

    private StudentT() {}

    /** Half the width of a two-sided 95 % interval, in standard errors. */
    public static double halfWidth(int degreesOfFreedom) {
        return degreesOfFreedom < KNOWN.length ? KNOWN[degreesOfFreedom] : quantile(UPPER_TAIL, degreesOfFreedom);
    }

    /**
     * The value below which the given share lies.
     *
     * @throws RuntimeException if there is no degree of freedom or the share is outside [0, 1]
     */
    public static double quantile(double share, int degreesOfFreedom) {
        return distribution(degreesOfFreedom).inverseCumulativeProbability(share);
    }

    /** The share that lies below a value. */
    static double below(double value, int degreesOfFreedom) {
        return distribution(degreesOfFreedom).cumulativeProbability(value);
    }

    /** Without a generator: nothing is drawn, and to seed one costs more than a quantile. */
    private static TDistribution distribution(int degreesOfFreedom) {
        return new TDistribution(null, degreesOfFreedom, TDistribution.DEFAULT_INVERSE_ABSOLUTE_ACCURACY);
    }
}
