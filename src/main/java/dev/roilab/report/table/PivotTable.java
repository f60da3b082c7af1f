package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Failures;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Numbers;
import dev.roilab.claim.Pairs;
import dev.roilab.claim.Summaries;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.claim.TimedTrials;
import dev.roilab.model.Recipes;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.study.ReportSettings.TableSettings;
import dev.roilab.task.DeclaredShares;
import dev.roilab.task.Shares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table that a study asks for: the values of one varied path against those of another. */
public final class PivotTable {
    private final StudyResults results;
    private final TableSettings settings;
    private final List<Measure> measures;
    private final NoiseEnergy noise;
    private final List<String> paths = new ArrayList<>();
    private final Map<List<String>, List<TrialResult>> cells = new LinkedHashMap<>();
    private final Set<String> rows = new LinkedHashSet<>();
    private final Set<List<String>> columns = new LinkedHashSet<>();

    /** One table that a study asks for. */
    public PivotTable(StudyResults results, TableSettings settings, NoiseEnergy noise) {
        this.results = results;
        this.settings = settings;
        this.noise = noise;
        measures = settings.values().stream()
                .flatMap(value -> measures(value).stream())
                .distinct()
                .toList();
        paths.add(settings.rows());
        settings.columns().ifPresent(paths::add);
        for (TrialResult trial : results.trials()) {
            List<String> key =
                    paths.stream().map(path -> Arm.value(trial, path)).toList();
            rows.add(key.getFirst());
            columns.add(key.subList(1, key.size()));
            cells.computeIfAbsent(key, _ -> new ArrayList<>()).add(trial);
        }
    }

    /** Of a whole, its parts and what stands beside them, but for parts that other trials have and these do not. */
    private List<Measure> measures(String value) {
        Optional<Shares> shares = DeclaredShares.of(Recipes.tasks()).find(value);
        if (shares.isEmpty()) {
            return List.of(Measure.of(results, value));
        }
        List<Measure> all = Stream.concat(
                        shares.get().parts().stream(), Stream.of(shares.get().beside()))
                .map(Measure::new)
                .toList();
        List<Measure> measured = all.stream()
                .filter(measure -> results.trials().stream()
                        .anyMatch(trial -> measure.in(trial).isPresent()))
                .toList();
        return measured.isEmpty() ? all : measured;
    }

    /** Whether the table would only repeat what the main table says. */
    public boolean repeats(MainTable main) {
        return results.varied().equals(List.of(settings.rows()))
                && measures.stream().allMatch(main::shows);
    }

    /** @param number of the table among those that the study asks for */
    public Block block(int number) {
        TableBuilder table = new TableBuilder("table-" + number).text(name(settings.rows()));
        List<List<Text>> numbers = new ArrayList<>();
        for (List<String> column : columns) {
            for (Measure measure : measures) {
                table.number(heading(column, measure));
                numbers.add(numbers(column, measure));
            }
        }
        int index = 0;
        for (String row : rows) {
            List<Text> texts = new ArrayList<>(List.of(Text.of(row)));
            for (List<Text> column : numbers) {
                texts.add(column.get(index));
            }
            table.row(texts);
            index++;
        }
        return table.build(caption());
    }

    private Text caption() {
        String names = measures.stream().map(Measure::heading).collect(Collectors.joining(", "));
        String by = settings.columns().map(path -> " and " + name(path)).orElse("");
        var evidence = TimeEvidence.of(results);
        String conventions = measures.stream()
                .map(evidence::convention)
                .filter(convention -> !convention.isEmpty())
                .distinct()
                .collect(Collectors.joining(" "));
        String times = TimeRemarks.appended(evidence, measures);
        String pooled = results.varied().size() > paths.size()
                ? "Mean ± sample standard deviation over seeds and the other varied values."
                : "Mean ± sample standard deviation over seeds.";
        return Text.bold(names + " by " + name(settings.rows()) + by + ".")
                .plus(" " + conventions + (conventions.isEmpty() ? "" : " ") + pooled + finished()
                        + new PooledMeans(results, paths).caption(cells, measures) + chance() + bold() + unmeasured()
                        + times);
    }

    /** A mean of the lucky trainings says nothing of the others. */
    private String finished() {
        boolean diverged = results.trials().stream().anyMatch(trial -> trial.status() == Status.DIVERGED);
        return diverged && !measures.stream().allMatch(Measure::isDivergence)
                ? " Means are those of the trainings that finished."
                : "";
    }

    /** Of results that were complete before what the study asks for was measured. */
    private String unmeasured() {
        boolean wanting = measures.stream()
                .filter(measure -> !measure.isDivergence())
                .anyMatch(measure -> cells.values().stream()
                        .anyMatch(trials -> trials.stream().allMatch(Arm::isFinished)
                                && TimedTrials.of(trials, measure).isEmpty()));
        return wanting
                ? " A dash: these trials have no such number; it is not defined for them, or they are older than it, and"
                        + " running them again (`--again`) adds it."
                : "";
    }

    private String chance() {
        boolean known = measures.stream()
                .anyMatch(measure -> noise.random(measure, results.trials()).isPresent());
        return known
                ? " In brackets: the energy that a random matrix of the layer's shape keeps at the same rank."
                : "";
    }

    /** Of columns in which a row may be better than the others. */
    private String bold() {
        boolean judged = measures.stream().anyMatch(Measure::isJudged);
        return judged ? " " + Bold.caption(Arm.of(results), "row of the column", measures) : "";
    }

    private String name(String path) {
        return Arm.shortName(path, results.varied()).replace('_', ' ');
    }

    private String heading(List<String> column, Measure measure) {
        String heading = TimeEvidence.of(results).heading(measure);
        return column.isEmpty()
                ? heading
                : heading + ", " + Arm.labelled(column.getFirst(), paths.get(1), results.varied());
    }

    private List<Text> numbers(List<String> column, Measure measure) {
        Summaries found = new Summaries(results, paths, measure);
        Optional<String> winner = measure.isJudged() ? winner(column, measure) : Optional.empty();
        List<Text> texts = new ArrayList<>();
        for (String row : rows) {
            List<String> key = key(row, column);
            List<TrialResult> trials = cells.getOrDefault(key, List.of());
            String text = measure.isDivergence() ? diverged(trials) : number(measure, found.of(key), trials);
            texts.add(winner.equals(Optional.of(row)) ? Text.bold(text) : Text.of(text));
        }
        return texts;
    }

    private String number(Measure measure, Optional<Summaries.Summary> summary, List<TrialResult> trials) {
        return summary.map(known -> known.text(measure)
                        + beside(measure, trials)
                        + TimeEvidence.of(results).mark(trials, measure)
                        + partly(measure, trials))
                .orElseGet(() -> missing(trials));
    }

    /** A count, since those that diverged are in no mean: {@code 2 of 5}. */
    private static String diverged(List<TrialResult> trials) {
        Measure measure = Measure.DIVERGED;
        List<TrialResult> ended =
                trials.stream().filter(trial -> measure.in(trial).isPresent()).toList();
        long diverged =
                ended.stream().filter(trial -> measure.in(trial).orElse(0) > 0).count();
        return ended.isEmpty() ? missing(trials) : diverged + " of " + ended.size();
    }

    private Optional<String> winner(List<String> column, Measure measure) {
        List<String> order = List.copyOf(rows);
        List<List<TrialResult>> rivals = order.stream()
                .map(row -> cells.getOrDefault(key(row, column), List.of()))
                .toList();
        Pairs pairs = new Pairs(Set.of(settings.rows()));
        return rows.stream()
                .filter(row -> pairs.beatsAll(order.indexOf(row), rivals, measure))
                .findFirst();
    }

    private static String missing(List<TrialResult> trials) {
        String failed = Failures.inPlaceOfNumber(trials);
        return failed.isEmpty() ? Numbers.NONE : failed;
    }

    /** What a random matrix keeps, beside the energy that a layer keeps. */
    private String beside(Measure measure, List<TrialResult> trials) {
        OptionalDouble random = noise.random(measure, trials);
        return random.isPresent() ? " (" + Numbers.fixed(random.getAsDouble(), 1) + ")" : "";
    }

    /** How many of a cell's trials its number is of, where it is not of all. */
    private static String partly(Measure measure, List<TrialResult> trials) {
        int counted = TimedTrials.of(trials, measure).size();
        return counted == trials.size() ? "" : " (" + counted + " of " + trials.size() + ")";
    }

    private static List<String> key(String row, List<String> column) {
        List<String> key = new ArrayList<>(List.of(row));
        key.addAll(column);
        return List.copyOf(key);
    }
}
