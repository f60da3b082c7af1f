package dev.roilab.claim;

import dev.roilab.statistics.MeanEstimate;
import java.util.Collections;
import java.util.Set;

/**
 * What paired seeds say about a number made of several arms.
 *
 * @param estimate over seeds, in the unit that is printed
 * @param settings how many combinations of the other varied values, or of processes how many seeds, stand behind one
 *     number: several where they differ in what was left out
 * @param witnesses which trainings were counted as what
 * @param processes whether fresh processes, which are what test times have in place of seeds, are paired
 * @param behind what {@code settings} counts: {@code combinations}, {@code seeds}, or {@code trainings} where both are
 *     several
 */
public record Comparison(
        MeanEstimate estimate, Set<Integer> settings, Witnesses witnesses, boolean processes, String behind) {
    /**
     * Below this a t interval rests on so few differences that its own width is hardly known: two to four seeds give a
     * hint and no more.
     */
    public static final int ENOUGH_SEEDS = 5;

    static final double LEVEL = 0.05;

    /** Whether the single interval excludes zero, and enough seeds stand behind it. */
    public boolean isShown() {
        return estimate.count() >= ENOUGH_SEEDS && estimate.excludesZero();
    }

    /** Whether several seeds gave the same number. */
    public boolean isWithoutSpread() {
        return estimate.count() > 1 && !estimate.hasSpread();
    }

    /** Such as {@code 5 seeds}, {@code 5 seeds, each the mean over 4 to 5 combinations} of the other varied values. */
    public String seeds() {
        String seeds = estimate.count() + " " + noun(estimate.count());
        if (settings.isEmpty() || settings.equals(Set.of(1))) {
            return seeds;
        }
        int least = Collections.min(settings);
        int most = Collections.max(settings);
        return seeds + ", each the mean over " + (least == most ? "" : least + " to ") + most + " " + behind;
    }

    /**
     * Such as {@code +4.0}: a value of a difference, with as many decimals as tell both ends of the interval from 0.
     */
    public String signed(Measure measure, double value) {
        int usual = measure.decimals(estimate.mean());
        boolean interval = estimate.count() > 1 && !isWithoutSpread();
        return Numbers.signed(
                value, interval ? Numbers.decimalsApart(0, usual, estimate.low(), estimate.high()) : usual);
    }

    /** What is paired: seeds, or of test times processes. */
    public String noun(int count) {
        String one = processes ? "process" : "seed";
        return count == 1 ? one : one + (processes ? "es" : "s");
    }
}
