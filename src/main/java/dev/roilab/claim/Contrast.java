package dev.roilab.claim;

import dev.roilab.statistics.Holm;
import dev.roilab.statistics.MeanEstimate;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison that nobody claimed: arms against a reference, a main effect, an interaction.
 *
 * @param adjusted p value with Holm's correction for the comparisons named beside it
 */
public record Contrast(String name, Measure measure, Comparison comparison, double adjusted) {
    /** The same with p values corrected for as many as there are. */
    public static List<Contrast> corrected(List<Contrast> contrasts) {
        double[] adjusted = Holm.adjusted(contrasts.stream()
                .mapToDouble(contrast -> contrast.estimate().pValue(0))
                .toArray());
        List<Contrast> corrected = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            Contrast contrast = contrasts.get(i);
            corrected.add(new Contrast(contrast.name, contrast.measure, contrast.comparison, adjusted[i]));
        }
        return List.copyOf(corrected);
    }

    /** The difference over paired seeds, in the unit that is printed. */
    public MeanEstimate estimate() {
        return comparison.estimate();
    }

    /** Whether seeds tell the difference from zero, be it as a hint. */
    public boolean differs() {
        return adjusted <= Comparison.LEVEL;
    }

    /** Whether fewer than five seeds tell the difference from zero. */
    public boolean isHint() {
        return differs() && estimate().count() < Comparison.ENOUGH_SEEDS;
    }

    /** {@code +4.0 points, 95 % interval +1.5 to +6.5, 5 seeds}, or why there is no interval. */
    public String numbers() {
        String mean = comparison.signed(measure, estimate().mean()) + " " + measure.unitOfDifferences();
        return mean.strip() + ", " + withoutEffect();
    }

    /** The same without the difference itself. */
    public String withoutEffect() {
        // How many combinations stand behind a seed is said above all contrasts, unless it differs.
        String seeds = comparison.settings().size() > 1
                ? comparison.seeds()
                : estimate().count() + " " + comparison.noun(estimate().count());
        String after = comparison.witnesses().after();
        if (estimate().count() == 1) {
            return "from a single " + comparison.noun(1) + after;
        }
        if (comparison.isWithoutSpread()) {
            return "equal in all " + seeds + ", so that nothing is known of the spread" + after;
        }
        boolean only = !differs() && estimate().excludesZero();
        return "95 % interval " + comparison.signed(measure, estimate().low()) + " to "
                + comparison.signed(measure, estimate().high()) + ", " + seeds + after
                + (only ? "; not significant among all: p = " + Numbers.p(adjusted) + " by Holm's correction" : "");
    }
}
