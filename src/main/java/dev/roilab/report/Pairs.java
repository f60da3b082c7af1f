package dev.roilab.report;

import dev.roilab.experiment.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Matches finished trials that agree in the seed and in what they vary, apart from the compared paths.
 *
 * @param compared paths whose values the two sides may differ in
 */
record Pairs(Set<String> compared) {

    /** Second minus first, in the unit that is printed, in the order of the first. */
    PairedDifference difference(List<TrialResult> first, List<TrialResult> second, Measure measure) {
        Map<List<String>, TrialResult> partners = new LinkedHashMap<>();
        second.stream().filter(Arm::isFinished).forEach(trial -> partners.put(key(trial), trial));
        List<Double> differences = new ArrayList<>();
        for (TrialResult trial : first) {
            TrialResult partner = partners.get(key(trial));
            if (partner != null && Arm.isFinished(trial)) {
                OptionalDouble before = measure.in(trial);
                OptionalDouble after = measure.in(partner);
                if (before.isPresent() && after.isPresent()) {
                    differences.add(measure.printed(after.getAsDouble()) - measure.printed(before.getAsDouble()));
                }
            }
        }
        return PairedDifference.of(differences);
    }

    /**
     * Whether a group is better than every other group that has results, each time by an interval that excludes zero.
     */
    boolean beatsAll(List<TrialResult> best, List<List<TrialResult>> all, Measure measure) {
        int rivals = 0;
        for (List<TrialResult> other : all) {
            boolean hasResults = other.stream()
                    .anyMatch(
                            trial -> Arm.isFinished(trial) && measure.in(trial).isPresent());
            if (!other.equals(best) && hasResults) {
                rivals++;
                PairedDifference difference = difference(other, best, measure);
                if (!(difference.low() > 0)) {
                    return false;
                }
            }
        }
        return rivals > 0;
    }

    private List<String> key(TrialResult trial) {
        List<String> key = new ArrayList<>();
        key.add(Long.toString(trial.seed()));
        trial.varied().forEach((path, value) -> {
            if (!compared.contains(path)) {
                key.add(path + "=" + value);
            }
        });
        return key;
    }
}
