package dev.roilab.claim;

import dev.roilab.result.TrialResult;
import dev.roilab.statistics.MeanEstimate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
public record Pairs(Set<String> compared) {
    /**
     * One side of a comparison and what is read from its trials.
     *
     * @param label of the side, for what is said about trials that failed
     */
    public record Side(String label, List<TrialResult> trials, Measure measure) {
        /** The same with what stands for itself: processes in place of seeds where a test time is read. */
        Side witnesses() {
            List<TrialResult> counted = measure.isTestTime() ? TimedTrials.of(trials) : trials;
            return new Side(label, ProcessTrials.witnesses(counted, measure), measure);
        }
    }

    /** Trials of all sides, in their order, that belong together. */
    record Match(long seed, List<TrialResult> trials) {}

    /** Second minus first, in the unit that is printed. */
    public Comparison difference(Side first, Side second) {
        return compare(List.of(first, second), values -> values[1] - values[0]);
    }

    /**
     * The mean over seeds of what is made of the sides' numbers. A diverged training counts by {@link Measure#counted};
     * a match of which no number can be made is left out.
     *
     * @param combined is given one number a side, in the unit that is printed
     */
    public Comparison compare(List<Side> sides, ToDoubleFunction<double[]> combined) {
        Map<Long, List<Double>> bySeed = new TreeMap<>();
        List<Match> used = new ArrayList<>();
        for (Match match : matches(sides.stream().map(Side::witnesses).toList())) {
            double value = combined.applyAsDouble(values(sides, match));
            if (Double.isFinite(value)) {
                used.add(match);
                bySeed.computeIfAbsent(match.seed(), _ -> new ArrayList<>()).add(value);
            }
        }
        List<Double> means = means(bySeed);
        boolean processes = sides.stream().anyMatch(side -> side.measure().isTestTime());
        return new Comparison(
                MeanEstimate.of(means),
                sizes(bySeed.values()),
                Witnesses.of(this, sides, used),
                processes,
                processes ? behindProcess(used) : "combinations");
    }

    /** What a process's number is the mean over: the seeds of an arm, the other varied values, or both. */
    private String behindProcess(List<Match> matches) {
        Set<String> seeds = new HashSet<>();
        Set<Map<String, String>> settings = new HashSet<>();
        for (Match match : matches) {
            Map<String, String> others =
                    new LinkedHashMap<>(match.trials().getFirst().varied());
            others.keySet().removeAll(compared);
            seeds.add(String.valueOf(others.remove(ProcessTrials.SEED)));
            settings.add(others);
        }
        return settings.size() <= 1 ? "seeds" : seeds.size() <= 1 ? "combinations" : "trainings";
    }

    /** What is made of the sides' numbers, by seed in ascending order, each the mean over its matches. */
    List<Double> bySeed(List<Side> sides, ToDoubleFunction<double[]> combined) {
        Map<Long, List<Double>> bySeed = new TreeMap<>();
        for (Match match : matches(sides.stream().map(Side::witnesses).toList())) {
            bySeed.computeIfAbsent(match.seed(), _ -> new ArrayList<>())
                    .add(combined.applyAsDouble(values(sides, match)));
        }
        return means(bySeed);
    }

    private static List<Double> means(Map<Long, List<Double>> bySeed) {
        return bySeed.values().stream()
                .map(values ->
                        values.stream().mapToDouble(value -> value).average().orElse(Double.NaN))
                .toList();
    }

    /** In the order of the first side; only where every side has a trial with its number. */
    public List<Match> matches(List<Side> sides) {
        List<Map<List<String>, TrialResult>> known = new ArrayList<>();
        for (Side side : sides) {
            Map<List<String>, TrialResult> trials = new LinkedHashMap<>();
            for (TrialResult trial : side.trials()) {
                if (side.measure().counted(trial).isPresent()) {
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
     * Whether a group is better than every other group that has results, each time shown by enough seeds; never by a
     * measure of which nobody said what is better.
     *
     * @param best its index
     */
    public boolean beatsAll(int best, List<List<TrialResult>> all, Measure measure) {
        int rivals = 0;
        for (int group = 0; group < all.size(); group++) {
            List<TrialResult> other = all.get(group);
            boolean hasResults =
                    other.stream().anyMatch(trial -> measure.counted(trial).isPresent());
            if (group != best && hasResults) {
                rivals++;
                Comparison comparison = difference(new Side("", other, measure), new Side("", all.get(best), measure));
                if (measure.isDivergence()
                        || !comparison.isShown()
                        || !measure.better().improves(comparison.estimate().mean())) {
                    return false;
                }
            }
        }
        return rivals > 0;
    }

    /** What trials of all sides that belong together have in common. */
    List<String> key(TrialResult trial) {
        List<String> key = new ArrayList<>();
        key.add(Long.toString(trial.seed()));
        trial.varied().forEach((path, value) -> {
            if (!compared.contains(path)) {
                key.add(path + "=" + value);
            }
        });
        return key;
    }

    private static double[] values(List<Side> sides, Match match) {
        double[] values = new double[sides.size()];
        for (int side = 0; side < values.length; side++) {
            Measure measure = sides.get(side).measure();
            values[side] =
                    measure.printed(measure.counted(match.trials().get(side)).orElse(Double.NaN));
        }
        return values;
    }

    private static Set<Integer> sizes(Collection<List<Double>> seeds) {
        Set<Integer> sizes = new LinkedHashSet<>();
        seeds.forEach(values -> sizes.add(values.size()));
        return sizes;
    }
}
