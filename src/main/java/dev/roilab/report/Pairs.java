package dev.roilab.report;

import dev.roilab.experiment.TrialResult;
import dev.roilab.report.statistics.MeanEstimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Matches trials that agree in the seed and in what they vary, apart from the compared paths. Trainings of one seed at
 * several settings are no independent witnesses, so a seed counts once, with the mean over its settings.
 *
 * @param compared paths whose values the sides may differ in
 */
record Pairs(Set<String> compared) {
    /** One side of a comparison and what is read from its trials. */
    record Side(List<TrialResult> trials, Measure measure) {
        /** The same with what stands for itself: processes in place of seeds where a test time is read. */
        Side witnesses() {
            return new Side(ProcessTrials.witnesses(trials, measure), measure);
        }
    }

    /** Trials of all sides, in their order, that belong together. */
    record Match(long seed, List<TrialResult> trials) {}

    /** Second minus first, in the unit that is printed. */
    MeanEstimate difference(List<TrialResult> first, List<TrialResult> second, Measure measure) {
        return estimate(List.of(new Side(first, measure), new Side(second, measure)), values -> values[1] - values[0]);
    }

    /**
     * The mean over seeds of what is made of the sides' numbers.
     *
     * @param combined is given one number a side, in the unit that is printed
     */
    MeanEstimate estimate(List<Side> sides, ToDoubleFunction<double[]> combined) {
        Map<Long, List<Double>> bySeed = new TreeMap<>();
        for (Match match : matches(sides.stream().map(Side::witnesses).toList())) {
            double[] values = new double[sides.size()];
            for (int side = 0; side < values.length; side++) {
                Measure measure = sides.get(side).measure();
                values[side] =
                        measure.printed(measure.in(match.trials().get(side)).orElse(Double.NaN));
            }
            bySeed.computeIfAbsent(match.seed(), _ -> new ArrayList<>()).add(combined.applyAsDouble(values));
        }
        List<Double> means = new ArrayList<>();
        for (List<Double> values : bySeed.values()) {
            means.add(values.stream().mapToDouble(value -> value).average().orElse(Double.NaN));
        }
        return MeanEstimate.of(means);
    }

    /** In the order of the first side; only where every side has a trial with its number. */
    List<Match> matches(List<Side> sides) {
        List<Map<List<String>, TrialResult>> known = new ArrayList<>();
        for (Side side : sides) {
            Map<List<String>, TrialResult> trials = new LinkedHashMap<>();
            for (TrialResult trial : side.trials()) {
                if (side.measure().in(trial).isPresent()) {
                    trials.put(key(trial), trial);
                }
            }
            known.add(trials);
        }
        List<Match> matches = new ArrayList<>();
        known.getFirst().forEach((key, first) -> {
            List<TrialResult> found = new ArrayList<>();
            for (Map<List<String>, TrialResult> side : known) {
                TrialResult trial = side.get(key);
                if (trial != null) {
                    found.add(trial);
                }
            }
            if (found.size() == sides.size()) {
                matches.add(new Match(first.seed(), found));
            }
        });
        return matches;
    }

    /**
     * Whether a group is better than every other group that has results, each time by an interval that excludes zero.
     *
     * @param best its index
     */
    boolean beatsAll(int best, List<List<TrialResult>> all, Measure measure) {
        int rivals = 0;
        for (int group = 0; group < all.size(); group++) {
            List<TrialResult> other = all.get(group);
            boolean hasResults =
                    other.stream().anyMatch(trial -> measure.in(trial).isPresent());
            if (group != best && hasResults) {
                rivals++;
                MeanEstimate difference = difference(other, all.get(best), measure);
                if (!(measure.lowerIsBetter() ? difference.high() < 0 : difference.low() > 0)) {
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
