package dev.roilab.report.table;

import dev.roilab.claim.Failures;
import dev.roilab.claim.Measure;
import dev.roilab.claim.TimedTrials;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One row a trial for spreadsheets and data frames (RFC 4180, with line feeds); numbers keep their full precision. */
public final class TrialsCsv {
    private TrialsCsv() {}

    /** One line a trial under a line of names. */
    public static String of(StudyResults results) {
        Set<String> metrics = new LinkedHashSet<>();
        Set<String> stages = new LinkedHashSet<>();
        for (TrialResult trial : results.trials()) {
            metrics.addAll(trial.metrics().keySet());
            stages.addAll(trial.stages().keySet());
        }
        StringBuilder csv = new StringBuilder();
        line(csv, headings(results, metrics, stages));
        for (TrialResult trial : results.trials()) {
            List<String> cells = cells(trial, results.varied(), metrics, stages);
            conditions(results).forEach(name -> cells.add(trial.provenance().getOrDefault(name, "")));
            if (tellsTimes(results)) {
                cells.add(timedIn(trial));
            }
            line(csv, cells);
        }
        return csv.toString();
    }

    private static List<String> headings(StudyResults results, Set<String> metrics, Set<String> stages) {
        List<String> headings = new ArrayList<>(List.of("study", "trial"));
        results.varied().forEach(path -> headings.add(Measure.snakeCase(path)));
        headings.add("seed");
        headings.add("status");
        metrics.forEach(metric -> headings.add(Measure.snakeCase(metric)));
        headings.add("train_seconds");
        stages.forEach(stage -> headings.add(Measure.snakeCase(stage) + "_ms_median"));
        stages.forEach(stage -> headings.add(Measure.snakeCase(stage) + "_ms_p95"));
        headings.addAll(conditions(results));
        if (tellsTimes(results)) {
            headings.add("timed_in");
        }
        return headings;
    }

    private static boolean tellsTimes(StudyResults results) {
        return results.trials().stream().anyMatch(trial -> !trial.stages().isEmpty());
    }

    /** The session that timed a trial beside others, whose times alone are comparable, or that its own test did. */
    private static String timedIn(TrialResult trial) {
        if (trial.stages().isEmpty()) {
            return "";
        }
        String session = trial.provenance().getOrDefault("timing_session", "");
        return TimedTrials.hasOwnTest(trial) ? "own test" : ("session " + session).strip();
    }

    /** What whoever reads times must know of the machine, as far as any trial tells it. */
    private static List<String> conditions(StudyResults results) {
        return Stream.of("timing_load", "timing_cores", "timing_processes")
                .filter(name -> results.trials().stream()
                        .anyMatch(trial -> trial.provenance().containsKey(name)))
                .toList();
    }

    private static List<String> cells(TrialResult trial, List<String> varied, Set<String> metrics, Set<String> stages) {
        List<String> cells = new ArrayList<>(List.of(trial.study(), trial.trial()));
        varied.forEach(path -> cells.add(trial.varied().getOrDefault(path, "")));
        cells.add(Long.toString(trial.seed()));
        cells.add(Failures.word(trial.status()));
        metrics.forEach(metric -> cells.add(number(trial.metrics().getOrDefault(metric, Double.NaN))));
        // One that ended early has trained for a time that nobody took; 0 would be the best of all.
        cells.add(trial.status() == Status.OK ? number(trial.trainSeconds()) : "");
        TrialResult.StageTime none = new TrialResult.StageTime(Double.NaN, Double.NaN);
        stages.forEach(stage ->
                cells.add(number(trial.stages().getOrDefault(stage, none).median())));
        stages.forEach(stage ->
                cells.add(number(trial.stages().getOrDefault(stage, none).p95())));
        return cells;
    }

    /** Empty for what is undefined, which some metrics mark by -1. */
    private static String number(double value) {
        return Double.isFinite(value) && value >= 0 ? Double.toString(value) : "";
    }

    private static void line(StringBuilder csv, List<String> cells) {
        csv.append(cells.stream().map(TrialsCsv::quote).collect(Collectors.joining(",")))
                .append('\n');
    }

    private static String quote(String cell) {
        boolean plain =
                cell.chars().noneMatch(letter -> letter == ',' || letter == '"' || letter == '\n' || letter == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
