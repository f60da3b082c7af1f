package dev.roilab.cli;

import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds a trial that was named on the command line. */
final class TrialChoice {
    static final String DESCRIPTION = "A trial's name, as 'roilab plan' lists it, such as roi=align,seed=1.";

    private TrialChoice() {}

    /** The trial of a name; an unknown one is explained. */
    static Trial of(StudyPlan plan, String name) {
        List<String> known = plan.trials().stream().map(Trial::name).toList();
        return plan.trials().stream()
                .filter(trial -> trial.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("unknown trial '%s'; the study has %s; the nearest is %s"
                        .formatted(name, parts(known), nearest(name, known))));
    }

    /** What trials' names are made of: {@code rate: low, high; seed: 1, 2}. */
    private static String parts(List<String> known) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        known.stream().flatMap(name -> Stream.of(name.split(","))).forEach(part -> {
            String[] pair = part.split("=", 2);
            values.computeIfAbsent(pair[0], _ -> new LinkedHashSet<>()).add(pair[pair.length - 1]);
        });
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** The first of those that share most of the parts. */
    private static String nearest(String name, List<String> known) {
        List<String> typed = List.of(name.split(","));
        ToLongFunction<String> shared =
                other -> Stream.of(other.split(",")).filter(typed::contains).count();
        return known.stream()
                .max(Comparator.comparingLong(shared).thenComparing(known::indexOf, Comparator.reverseOrder()))
                .orElseThrow();
    }
}
