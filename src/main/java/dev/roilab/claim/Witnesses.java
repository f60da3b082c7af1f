package dev.roilab.claim;

import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which trainings a comparison counts as what; nothing is left out without being counted.
 *
 * @param leftOut such as {@code 2 diverged trainings of l2}
 * @param counted such as {@code 1 diverged training of l2 as AP50 0}: the worst share there is, in each measure in
 *     which the comparison reads it
 */
public record Witnesses(List<String> leftOut, List<String> counted) {
    static Witnesses of(Pairs pairs, List<Pairs.Side> sides, List<Pairs.Match> used) {
        Set<String> matched = new HashSet<>();
        used.forEach(match -> match.trials().forEach(trial -> matched.add(trial.trial())));
        Set<List<String>> broken = new HashSet<>();
        for (Pairs.Side side : sides) {
            side.trials().stream()
                    .filter(trial -> !matched.contains(trial.trial()) && fails(side, trial))
                    .forEach(trial -> broken.add(pairs.key(trial)));
        }
        Map<String, Integer> left = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Pairs.Side side : sides) {
            for (TrialResult trial : side.trials()) {
                if (!seen.add(trial.trial())) {
                    continue;
                }
                boolean counts = matched.contains(trial.trial());
                if (!counts && (fails(side, trial) || !broken.contains(pairs.key(trial)))) {
                    // Where only the partner failed, naming that one is enough.
                    left.merge(kind(side, trial), 1, Integer::sum);
                }
            }
        }
        return new Witnesses(texts(left), counted(sides, matched));
    }

    /** What stands for the trainings that diverged, those together that count as the same. */
    private static List<String> counted(List<Pairs.Side> sides, Set<String> matched) {
        Map<String, Set<String>> trials = new LinkedHashMap<>();
        Map<String, Set<String>> worst = new LinkedHashMap<>();
        for (Pairs.Side side : sides) {
            Set<String> diverged = side.trials().stream()
                    .filter(trial -> trial.status() == Status.DIVERGED && matched.contains(trial.trial()))
                    .map(TrialResult::trial)
                    .collect(Collectors.toSet());
            if (diverged.isEmpty() || side.measure().worst().isEmpty()) {
                continue;
            }
            String kind = Failures.word(Status.DIVERGED) + "|" + side.label();
            trials.computeIfAbsent(kind, _ -> new HashSet<>()).addAll(diverged);
            worst.computeIfAbsent(kind, _ -> new LinkedHashSet<>()).add(worst(side.measure()));
        }
        Map<String, Map<String, Integer>> alike = new LinkedHashMap<>();
        worst.forEach((kind, numbers) -> alike.computeIfAbsent(
                        String.join(" and ", numbers), _ -> new LinkedHashMap<>())
                .put(kind, trials.getOrDefault(kind, Set.of()).size()));
        return alike.entrySet().stream()
                .map(entry -> String.join(", ", texts(entry.getValue())) + " as " + entry.getKey())
                .toList();
    }

    /** Such as {@code AP50 0}. */
    private static String worst(Measure measure) {
        return measure.heading() + " "
                + Numbers.fixed(measure.printed(measure.worst().orElse(Double.NaN)), 0);
    }

    /** {@code "2 diverged trainings of l2 left out: "}, or nothing. */
    public String before() {
        return leftOut.isEmpty() ? "" : String.join(", ", leftOut) + " left out: ";
    }

    /** {@code ", counting 1 diverged training of l2 as AP 0"}, or nothing. */
    public String after() {
        return counted.isEmpty() ? "" : ", counting " + String.join(", ", counted);
    }

    private static boolean fails(Pairs.Side side, TrialResult trial) {
        return trial.status() != Status.OK || side.measure().counted(trial).isEmpty();
    }

    private static String kind(Pairs.Side side, TrialResult trial) {
        String why = trial.status() != Status.OK
                ? Failures.word(trial.status())
                : side.measure().counted(trial).isEmpty() ? "unmeasured" : "unpaired";
        return why + "|" + side.label();
    }

    /** Those of one kind together: {@code 5 diverged trainings of l2 and 2 of l1}. */
    private static List<String> texts(Map<String, Integer> counts) {
        Map<String, List<String>> byKind = new LinkedHashMap<>();
        counts.forEach((kind, count) -> {
            String[] parts = kind.split("\\|", 2);
            List<String> texts = byKind.computeIfAbsent(parts[0], _ -> new ArrayList<>());
            String what = texts.isEmpty() ? " " + parts[0] + (count == 1 ? " training" : " trainings") : "";
            texts.add(count + what + " of " + parts[1]);
        });
        return byKind.values().stream()
                .map(texts -> String.join(" and ", texts))
                .toList();
    }
}
