package dev.roilab.report;

import dev.roilab.experiment.StudyResults;
import dev.roilab.experiment.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a study says about its first varied path: every value against the first one, paired by seed and by the other
 * varied values.
 */
final class Verdict {
    /** Below this a t interval rests on so few differences that its own width is hardly known. */
    private static final int FEW_SEEDS = 5;

    /** More than so many comparisons are a table, not a verdict. */
    private static final int MOST_SENTENCES = 3;

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
        List<String> others = byValue.keySet().stream().skip(1).toList();
        String several =
                others.size() > 1 ? " The intervals are not corrected for the " + others.size() + " comparisons." : "";
        return "**Verdict.** " + sentences(others) + remark() + several + "\n\n";
    }

    private String sentences(List<String> others) {
        List<String> told = others;
        String rest = "";
        if (others.size() > MOST_SENTENCES) {
            List<String> shown = others.stream()
                    .filter(value -> MEASURES.stream()
                            .anyMatch(measure -> difference(value, measure).excludesZero()))
                    .toList();
            told = shown.subList(0, Math.min(MOST_SENTENCES, shown.size()));
            rest = shown.size() + " of " + others.size() + " values differ from " + label(reference())
                    + " in AP50 or AP; "
                    + (shown.size() == others.size() ? "" : "for the others " + NOTHING_SHOWN + "; ")
                    + "numbers are in the table.";
        }
        String sentences = told.stream().map(this::sentence).collect(Collectors.joining(" "));
        return rest.isEmpty() ? sentences : (sentences + " " + rest).strip();
    }

    private String reference() {
        return byValue.keySet().iterator().next();
    }

    private String label(String value) {
        return Markdown.escape(Arm.labelled(value, results.varied().getFirst(), results.varied()));
    }

    private PairedDifference difference(String value, Measure measure) {
        return new Pairs(Set.of(results.varied().getFirst()))
                .difference(
                        byValue.getOrDefault(reference(), List.of()), byValue.getOrDefault(value, List.of()), measure);
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
            found.forEach(difference ->
                    row.add(difference.excludesZero() ? Markdown.bold(text(difference)) : text(difference)));
            table.row(row);
        }
    }

    private String sentence(String value) {
        List<String> clauses = new ArrayList<>();
        int pairs = 0;
        for (Measure measure : MEASURES) {
            PairedDifference difference = difference(value, measure);
            if (difference.pairs() > 0) {
                clauses.add(clause(measure, difference));
                pairs = Math.max(pairs, difference.pairs());
            }
        }
        String subject = label(value) + " against " + label(reference()) + ": ";
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
        Map<Long, Set<String>> sides = new TreeMap<>();
        Set<List<String>> others = new LinkedHashSet<>();
        for (TrialResult trial : results.trials()) {
            if (Arm.isFinished(trial)) {
                sides.computeIfAbsent(trial.seed(), _ -> new LinkedHashSet<>())
                        .add(Arm.value(trial, results.varied().getFirst()));
                others.add(results.varied().stream()
                        .skip(1)
                        .map(path -> Arm.value(trial, path))
                        .toList());
            }
        }
        long seeds = sides.values().stream().filter(found -> found.size() > 1).count();
        String settings = others.size() > 1
                ? " Pairs agree in the seed and in the other varied values (" + others.size() + " combinations)."
                : " Pairs agree in the seed.";
        if (seeds == 0 || seeds >= FEW_SEEDS) {
            return settings;
        }
        return settings + " With " + seeds + (seeds == 1 ? " seed" : " seeds") + " this is a hint, not a proof.";
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
