package dev.roilab.claim;

import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which trainings a comparison counts as what; nothing is left out without being counted.
 *
 * @param leftOut such as {@code 2 diverged trainings of l2}
 * @param counted such as {@code 1 diverged training of l2}, which count as the worst share there is
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
        Map<String, Integer> counted = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Pairs.Side side : sides) {
            for (TrialResult trial : side.trials()) {
                if (!seen.add(trial.trial())) {
                    continue;
                }
                if (matched.contains(trial.trial())) {
                    if (trial.status() == Status.DIVERGED
                            && side.measure().worst().isPresent()) {
                        counted.merge(kind(side, trial), 1, Integer::sum);
                    }
                } else if (fails(side, trial) || !broken.contains(pairs.key(trial))) {
                    // Where only the partner failed, naming that one is enough.
                    left.merge(kind(side, trial), 1, Integer::sum);
                }
            }
        }
        return new Witnesses(texts(left), texts(counted));
    }

    /** {@code "2 diverged trainings of l2 left out: "}, or nothing. */
    public String before() {
        return leftOut.isEmpty() ? "" : String.join(", ", leftOut) + " left out: ";
    }

    /** {@code ", counting 1 diverged training of l2 as AP 0"}, or nothing. */
    public String after(Measure measure) {
        return counted.isEmpty()
                ? ""
                : ", counting " + String.join(", ", counted) + " as " + measure.heading() + " "
                        + Numbers.fixed(measure.printed(measure.worst().orElse(Double.NaN)), 0);
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
