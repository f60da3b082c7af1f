package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Failures;
import dev.roilab.claim.Headline;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Numbers;
import dev.roilab.claim.Pairs;
import dev.roilab.claim.Summaries;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.claim.TimedTrials;
import dev.roilab.measure.Prominence;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One row an arm: accuracy, training time, test time. An arm without a result keeps its row. */
public final class MainTable {
    private final StudyResults results;
    private final List<Arm> arms;
    private final Map<Measure, Summaries> summaries = new LinkedHashMap<>();
    private final Map<Measure, Optional<Arm>> winners = new LinkedHashMap<>();

    /** Of the arms of some results. */
    public MainTable(StudyResults results, List<Arm> arms) {
        this.results = results;
        this.arms = arms;
        for (Measure measure : measures(results)) {
            Summaries found = new Summaries(results, results.varied(), measure);
            if (arms.stream().anyMatch(arm -> found.of(arm.values()).isPresent())) {
                summaries.put(measure, found);
                winners.put(measure, measure.isJudged() ? winner(measure) : Optional.empty());
            }
        }
    }

    /** Whether the table shows a measure. */
    boolean shows(Measure measure) {
        return summaries.containsKey(measure);
    }

    /** The table, one row an arm. */
    public Block block() {
        var evidence = TimeEvidence.of(results);
        boolean failures = results.trials().stream().anyMatch(trial -> !Arm.isFinished(trial));
        TableBuilder table = new TableBuilder("results");
        if (results.varied().isEmpty()) {
            table.text("arm");
        }
        results.varied().forEach(path -> table.text(Arm.shortName(path, results.varied())));
        table.number("seeds");
        summaries.keySet().forEach(measure -> table.number(evidence.heading(measure)));
        if (failures) {
            table.text("failed");
        }
        for (Arm arm : arms) {
            List<Text> row = new ArrayList<>();
            if (results.varied().isEmpty()) {
                row.add(Text.of(arm.label()));
            }
            arm.values().forEach(value -> row.add(Text.of(value)));
            row.add(Text.of(seeds(arm)));
            String failed = arm.finished().isEmpty() ? Failures.inPlaceOfNumber(arm.trials()) : "";
            for (Map.Entry<Measure, Summaries> column : summaries.entrySet()) {
                Optional<Text> number = number(arm, column.getKey(), column.getValue());
                row.add(number.orElse(Text.of(failed.isEmpty() ? Numbers.NONE : failed)));
                // Once is enough: the same word in every column hides the arms that have numbers.
                failed = "";
            }
            if (failures) {
                row.add(Text.of(Failures.bySeed(arm.trials())));
            }
            table.row(row);
        }
        return table.build(caption());
    }

    /** Those that are declared for this table, or whatever there is where a study measures none of them. */
    private static Set<Measure> measures(StudyResults results) {
        List<Measure> all = Measure.declared(results);
        Set<Measure> measures = new LinkedHashSet<>(all);
        measures.removeIf(measure -> !measure.isAtLeast(Prominence.TABLED));
        boolean usual = results.trials().stream()
                .anyMatch(trial ->
                        measures.stream().anyMatch(measure -> trial.metrics().containsKey(measure.name())));
        if (!usual) {
            measures.addAll(all);
        }
        measures.add(Measure.TRAINING);
        measures.add(TimeEvidence.of(results).total());
        return measures;
    }

    private Text caption() {
        Set<String> notes = new LinkedHashSet<>();
        var evidence = TimeEvidence.of(results);
        summaries.keySet().forEach(measure -> notes.add(evidence.convention(measure)));
        notes.remove("");
        notes.add("Mean ± sample standard deviation over seeds" + unit() + ".");
        notes.addAll(TimeRemarks.of(evidence, summaries.keySet()));
        if (arms.size() > 1) {
            notes.add(Bold.caption(arms, "arm", summaries.keySet()));
        }
        if (results.trials().stream().anyMatch(trial -> trial.status() == Status.DIVERGED)) {
            notes.add("Means are those of the trainings that finished.");
        }
        return Text.of(String.join(" ", notes));
    }

    /** Of the measure that matters most; where systems of several tasks stand beside each other, of each task's. */
    private String unit() {
        Stream<Measure> headlines = summaries.keySet().stream().filter(shown -> shown.isAtLeast(Prominence.HEADLINE));
        return Stream.concat(Stream.of(Headline.declared(results)), headlines)
                .distinct()
                .filter(headline -> !unit(headline).isEmpty())
                .map(headline -> "; " + headline.heading() + " in " + unit(headline))
                .collect(Collectors.joining());
    }

    private static String unit(Measure headline) {
        return headline.isShare() ? "percent" : headline.unitOfDifferences();
    }

    private static String seeds(Arm arm) {
        int finished = arm.finished().size();
        return finished == arm.trials().size()
                ? Integer.toString(finished)
                : finished + " of " + arm.trials().size();
    }

    private Optional<Text> number(Arm arm, Measure measure, Summaries found) {
        boolean wins = winners.getOrDefault(measure, Optional.empty()).equals(Optional.of(arm));
        return found.of(arm.values())
                .map(summary -> summary.text(measure)
                        + TimeEvidence.of(results).mark(arm.trials(), measure)
                        + arm.countedBeside(
                                TimedTrials.of(arm.trials(), measure).size()))
                .map(text -> wins ? Text.bold(text) : Text.of(text));
    }

    private Optional<Arm> winner(Measure measure) {
        List<List<TrialResult>> groups = arms.stream().map(Arm::trials).toList();
        Pairs pairs = new Pairs(Set.copyOf(results.varied()));
        return arms.stream()
                .filter(best -> pairs.beatsAll(best.index(), groups, measure))
                .findFirst();
    }
}
