package dev.roilab.experiment;

import dev.roilab.experiment.TrialResult.StageTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the numbers of a result can be: a value outside is damage, whatever the checksums say. */
final class ResultRanges {
    /** Sums of many small shares may end this far above their limit. */
    private static final double ROUNDING = 1e-9;

    /** The one share that may be more than the whole: a truncated layer has two names in its file in place of one. */
    private static final String MAY_GROW = "file_size";

    private ResultRanges() {}

    /** Every value that cannot have been measured, each with its name. */
    static List<String> problems(TrialResult head) {
        List<String> problems = new ArrayList<>();
        head.metrics().forEach((name, value) -> {
            boolean share = MetricUnit.of(name) == MetricUnit.PERCENT && !name.equals(MAY_GROW);
            double most = share ? 1 : Double.MAX_VALUE;
            require(problems, "metrics." + name, value, most);
        });
        head.classAp().forEach((name, value) -> {
            // A class without an object has no AP.
            if (!Double.isNaN(value)) {
                require(problems, "class_ap." + name, value, 1);
            }
        });
        require(problems, "train_seconds", head.trainSeconds(), Double.MAX_VALUE);
        problems.addAll(stages(head.stages()));
        return problems;
    }

    /** The same of times alone. */
    static List<String> stages(Map<String, StageTime> stages) {
        List<String> problems = new ArrayList<>();
        stages.forEach((name, time) -> {
            // What is left over when the stages are taken from the whole may be a rounding below zero.
            boolean rest = name.equals("unaccounted");
            if (!rest || !Double.isFinite(time.median()) || !Double.isFinite(time.p95())) {
                require(problems, "stages." + name + ".median", time.median(), Double.MAX_VALUE);
                require(problems, "stages." + name + ".p95", time.p95(), Double.MAX_VALUE);
            }
        });
        return problems;
    }

    private static void require(List<String> problems, String name, double value, double most) {
        if (!(value >= 0 && value <= most + ROUNDING)) {
            problems.add("%s is %s, expected %s".formatted(name, value, most == 1 ? "0 to 1" : "a number >= 0"));
        }
    }
}
