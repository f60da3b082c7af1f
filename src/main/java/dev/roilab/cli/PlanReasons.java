package dev.roilab.cli;

import dev.roilab.run.StudyRunner;
import dev.roilab.run.key.Explanation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why trials run, those with the same reasons counted together, and what is to be known of those that are reused. Every
 * trial is in one count, so that the counts add up.
 */
final class PlanReasons {
    private final Map<String, Integer> trials = new LinkedHashMap<>();
    private final Map<String, List<Integer>> checkpoints = new LinkedHashMap<>();

    /** @param explanation as {@link StudyRunner#explain} gives it */
    void add(List<String> explanation, boolean reused) {
        String reasons = explanation.stream()
                .skip(reused ? 1 : 0)
                .filter(line -> !line.startsWith(Explanation.GOES_ON) && !line.endsWith(Explanation.NO_DAMAGE))
                .map(line -> line.replaceFirst("^runs: ", ""))
                .collect(Collectors.joining("; "));
        if (reused && reasons.isEmpty()) {
            return;
        }
        String key = (reused ? " reused: " : ": ") + reasons;
        trials.merge(key, 1, Integer::sum);
        explanation.stream()
                .filter(line -> line.startsWith(Explanation.GOES_ON))
                .map(line -> Integer.valueOf(line.substring(Explanation.GOES_ON.length())))
                .forEach(step ->
                        checkpoints.computeIfAbsent(key, _ -> new ArrayList<>()).add(step));
    }

    List<String> lines() {
        return trials.entrySet().stream()
                .map(entry -> entry.getValue()
                        + (entry.getValue() == 1 ? " trial" : " trials")
                        + entry.getKey()
                        + goesOn(checkpoints.getOrDefault(entry.getKey(), List.of()), entry.getValue()))
                .toList();
    }

    private static String goesOn(List<Integer> steps, int of) {
        if (steps.isEmpty()) {
            return "";
        }
        List<String> distinct =
                steps.stream().sorted().distinct().map(String::valueOf).toList();
        String which = distinct.size() == 1
                ? "step " + distinct.getFirst()
                : "steps " + distinct.getFirst() + " to " + distinct.getLast();
        String who = of == 1 ? "" : steps.size() + " of them ";
        return "; " + who + (of > 1 && steps.size() > 1 ? "go on after " : "goes on after ") + which;
    }
}
