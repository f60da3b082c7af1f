package dev.roilab.statistics;

import java.util.OptionalInt;

/**
 * How many seeds would decide, if mean and deviation are what they seem: the smallest n of at least two with
 * {@code |mean - value| sqrt(n) / s >= t(1 - level / 2, n - 1) + t(0.8, n - 1)}, so that a two-sided test at this level
 * (of 0.05 where nothing else is said) rejects the value in four of five repetitions (the usual approximation of the
 * power of a t test; Cohen, Statistical Power Analysis, 1988). From few seeds the deviation is hardly known, and so is
 * this number: it is a hint for planning.
 */
public final class SeedsNeeded {
    /** Nobody trains so often; the difference is then too small to matter. */
    public static final int MOST = 1000;

    /** Part of the repetitions in which the test rejects. */
    public static final double POWER = 0.8;

    private static final double LEVEL = 0.05;

    private SeedsNeeded() {}

    /**
     * Seeds in all; empty if more than {@link #MOST} or if fewer than two values, or equal ones, make a guess
     * impossible.
     */
    public static OptionalInt total(MeanEstimate estimate, double value) {
        return total(estimate, value, LEVEL);
    }

    /** As {@link #total(MeanEstimate, double)}, by a test at another level. */
    public static OptionalInt total(MeanEstimate estimate, double value, double level) {
        double distance = Math.abs(estimate.mean() - value);
        if (estimate.count() < 2 || !(distance > 0) || !(estimate.deviation() > 0)) {
            return OptionalInt.empty();
        }
        if (!decides(MOST, distance / estimate.deviation(), level)) {
            return OptionalInt.empty();
        }
        int enough = MOST;
        int tooFew = 1;
        while (enough - tooFew > 1) {
            int middle = (enough + tooFew) / 2;
            if (decides(middle, distance / estimate.deviation(), level)) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return OptionalInt.of(enough);
    }

    /** More than there are, at least one: for an estimate whose interval does not decide yet. */
    public static OptionalInt more(MeanEstimate estimate, double value) {
        return more(estimate, value, LEVEL);
    }

    /** As {@link #more(MeanEstimate, double)}, by a test at another level. */
    public static OptionalInt more(MeanEstimate estimate, double value, double level) {
        OptionalInt total = total(estimate, value, level);
        return total.isEmpty() ? total : OptionalInt.of(Math.max(1, total.getAsInt() - estimate.count()));
    }

    private static boolean decides(int seeds, double distanceInDeviations, double level) {
        double rejects = level == LEVEL ? StudentT.halfWidth(seeds - 1) : StudentT.quantile(1 - level / 2, seeds - 1);
        return distanceInDeviations * Math.sqrt(seeds) >= rejects + StudentT.quantile(POWER, seeds - 1);
    }
}
