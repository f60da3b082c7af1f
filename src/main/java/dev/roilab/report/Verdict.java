package dev.roilab.report;

import dev.roilab.experiment.StudyResults;
import dev.roilab.experiment.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a study says about its first varied path: every value against the first one, paired by seed and by the other
 * varied values.
 */
final class Verdict {
    /** Below this a t interval rests on so few differences that its own width is hardly known. */
    private static final int FEW_SEEDS = 5;

    private static final List<Measure> MEASURES = List.of(Measure.of("ap50"), Measure.of("ap"));
    private static final String NOTHING_SHOWN = "no difference shown";

    private final StudyResults results;
    private final Map<String, List<TrialResult>> byValue = new LinkedHashMap<>();

    Verdict(StudyResults results) {
        this.results = results;
        if (!results.varied().isEmpty()) {
            String path = results.varied().getFirst();
            for (TrialResult trial : results.trials()) {
                byValue.computeIfAbsent(Arm.value(trial, path), _ -> new ArrayList<>())
                        .add(trial);
            }
        }
    }

    /** A paragraph of one sentence a value, with a remark on what it rests on. */
    String paragraph() {
        if (byValue.size() < 2) {
            return "**Verdict.** Nothing to compare: the study varies nothing but the seed.\n\n";
        }
        List<String> values = List.copyOf(byValue.keySet());
        String sentences = values.stream()
                .skip(1)
                .map(value -> sentence(values.getFirst(), value))
                .collect(Collectors.joining(" "));
        String several = values.size() > 2
                ? " The intervals are not corrected for the " + (values.size() - 1) + " comparisons."
                : "";
        return "**Verdict.** " + sentences + remark() + several + "\n\n";
    }

    /** The same comparison for every combination of the other varied values; empty if there is only one. */
    String table() {
        if (byValue.size() < 2 || results.varied().size() < 2) {
            return "";
        }
        List<String> others = results.varied().subList(1, results.varied().size());
        Map<List<String>, List<TrialResult>> cells = new LinkedHashMap<>();
        for (TrialResult trial : results.trials()) {
            List<String> cell =
                    others.stream().map(path -> Arm.value(trial, path)).toList();
            cells.computeIfAbsent(cell, _ -> new ArrayList<>()).add(trial);
        }
        MarkdownTable table = new MarkdownTable();
        table.text("against " + byValue.keySet().iterator().next());
        others.forEach(path -> table.number(Arm.shortName(path, results.varied())));
        table.number("pairs");
        differences().forEach(measure -> table.number(measure.heading() + ", points"));
        cells.forEach((cell, trials) -> rows(table, cell, trials));
        return "Paired differences by setting. Points of AP with the 95 % interval of Student's t over seeds; "
                + "bold where it excludes zero.\n\n" + table.markdown() + "\n";
    }

    private static List<Measure> differences() {
        return List.of(Measure.of("ap50"), Measure.of("ap75"), Measure.of("ap"));
    }

    private void rows(MarkdownTable table, List<String> cell, List<TrialResult> trials) {
        String path = results.varied().getFirst();
        Map<String, List<TrialResult>> sides =
                trials.stream().collect(Collectors.groupingBy(trial -> Arm.value(trial, path)));
        List<String> values = List.copyOf(byValue.keySet());
        for (String value : values.subList(1, values.size())) {
            List<TrialResult> first = sides.getOrDefault(values.getFirst(), List.of());
            List<TrialResult> second = sides.getOrDefault(value, List.of());
            List<String> row = new ArrayList<>();
            row.add(Markdown.escape(value));
            cell.forEach(other -> row.add(Markdown.escape(other)));
            List<PairedDifference> found = differences().stream()
                    .map(measure -> new Pairs(Set.of(path)).difference(first, second, measure))
                    .toList();
            row.add(Integer.toString(
                    found.stream().mapToInt(PairedDifference::pairs).max().orElse(0)));
            found.forEach(difference -> row.add(
                    difference.excludesZero() ? Markdown.bold(text(difference)) : text(difference)));
            table.row(row);
        }
    }

    private String sentence(String reference, String value) {
        String path = results.varied().getFirst();
        List<String> clauses = new ArrayList<>();
        int pairs = 0;
        for (Measure measure : MEASURES) {
            PairedDifference difference = new Pairs(Set.of(path))
                    .difference(byValue.getOrDefault(reference, List.of()), byValue.getOrDefault(value, List.of()), measure);
            if (difference.pairs() > 0) {
                clauses.add(clause(measure, difference));
                pairs = Math.max(pairs, difference.pairs());
            }
        }
        String subject = Markdown.escape(Arm.labelled(value, path, results.varied())) + " against "
                + Markdown.escape(Arm.labelled(reference, path, results.varied())) + ": ";
        if (clauses.isEmpty()) {
            return subject + NOTHING_SHOWN + " (no seed finished on both sides).";
        }
        return subject + String.join("; ", clauses) + " (" + pairs + (pairs == 1 ? " pair)." : " pairs).");
    }

    private static String clause(Measure measure, PairedDifference difference) {
        String found = difference.excludesZero() ? (difference.mean() > 0 ? "better" : "worse") : NOTHING_SHOWN;
        String numbers = Numbers.signed(difference.mean(), 1) + " points";
        if (difference.pairs() < 2) {
            return measure.heading() + " " + found + " (" + numbers + ", a single pair)";
        }
        return measure.heading() + " " + found + " (" + numbers + ", 95 % interval "
                + Numbers.signed(difference.low(), 1) + " to " + Numbers.signed(difference.high(), 1) + ")";
    }

    private String remark() {
        Set<Long> seeds = new TreeSet<>();
        Set<List<String>> others = new LinkedHashSet<>();
        for (TrialResult trial : results.trials()) {
            if (Arm.isFinished(trial)) {
                seeds.add(trial.seed());
                others.add(results.varied().stream()
                        .skip(1)
                        .map(path -> Arm.value(trial, path))
                        .toList());
            }
        }
        String settings = others.size() > 1
                ? " Pairs agree in the seed and in the other varied values (" + others.size() + " combinations)."
                : " Pairs agree in the seed.";
        if (seeds.isEmpty() || seeds.size() >= FEW_SEEDS) {
            return settings;
        }
        return settings + " With " + seeds.size() + (seeds.size() == 1 ? " seed" : " seeds")
                + " this is a hint, not a proof.";
    }

    private static String text(PairedDifference difference) {
        if (difference.pairs() == 0) {
            return Numbers.NONE;
        }
        String mean = Numbers.signed(difference.mean(), 1);
        return difference.pairs() < 2
                ? mean
                : mean + " [" + Numbers.signed(difference.low(), 1) + ", " + Numbers.signed(difference.high(), 1) + "]";
    }
}
