package dev.roilab.result;

import dev.roilab.measure.Measures;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.study.HarnessMeasures;
import dev.roilab.yaml.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the numbers of a result can be: a value outside is damage, whatever the checksums say. */
public final class ResultRanges {
    /** Sums of many small shares may end this far above their limit. */
    private static final double ROUNDING = 1e-9;

    private ResultRanges() {}

    /** Every value that cannot have been measured, each with its name. */
    static List<String> problems(TrialResult head) {
        List<String> problems = new ArrayList<>();
        List<String> undeclared = undeclared(head);
        problems.addAll(undeclared);
        if (undeclared.isEmpty()) {
            Measures measures = Measures.of(head.measures());
            head.metrics()
                    .forEach((name, value) -> measures.find(name)
                            .ifPresent(info -> require(
                                    problems,
                                    "metrics." + name,
                                    value,
                                    info.unit().most())));
        }
        head.byClass()
                .forEach(table -> table.values().forEach((name, value) -> {
                    // A class without an object has no AP.
                    if (!Double.isNaN(value)) {
                        require(
                                problems,
                                table.measure().name() + "." + name,
                                value,
                                table.measure().unit().most());
                    }
                }));
        require(problems, "train_seconds", head.trainSeconds(), Double.MAX_VALUE);
        problems.addAll(stages(head.stages()));
        return problems;
    }

    /** How declarations and metrics do not fit: a measure declared twice, a metric that nobody declares. */
    public static List<String> undeclared(TrialResult head) {
        if (head.status() == Status.OK && head.measures().isEmpty()) {
            return List.of("it declares no measure: there is nothing to report");
        }
        try {
            Measures measures = Measures.of(head.measures());
            return head.metrics().keySet().stream()
                    .filter(name -> measures.find(name).isEmpty())
                    .map(name ->
                            Suggestions.unknown("metric", name, ", which no task or system declares", measures.names()))
                    .toList();
        } catch (IllegalArgumentException problem) {
            return List.of(String.valueOf(problem.getMessage()));
        }
    }

    /** The same of times alone. */
    static List<String> stages(Map<String, StageTime> stages) {
        List<String> problems = new ArrayList<>();
        stages.forEach((name, time) -> {
            // What is left over when the stages are taken from the whole may be a rounding below zero.
            boolean rest = name.equals("unaccounted");
            if (isUnmeasured(name, time)) {
                return;
            }
            if (!rest || !Double.isFinite(time.median()) || !Double.isFinite(time.p95())) {
                require(problems, "stages." + name + ".median", time.median(), Double.MAX_VALUE);
                require(problems, "stages." + name + ".p95", time.p95(), Double.MAX_VALUE);
            }
        });
        return problems;
    }

    /** Boxes that another program has found take a time that nobody knows here. */
    private static boolean isUnmeasured(String name, StageTime time) {
        return HarnessMeasures.isProposals(name) && Double.isNaN(time.median()) && Double.isNaN(time.p95());
    }

    private static void require(List<String> problems, String name, double value, double most) {
        if (!(value >= 0 && value <= most + ROUNDING)) {
            problems.add("%s is %s, expected %s".formatted(name, value, most == 1 ? "0 to 1" : "a number >= 0"));
        }
    }
}
