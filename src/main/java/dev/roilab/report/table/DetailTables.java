package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Numbers;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.claim.TimedTrials;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.Origin;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.study.HarnessMeasures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Accuracy by class, time by stage, and where it was measured. */
public final class DetailTables {
    /** More columns do not fit a page; then every arm is a row. */
    static final int ARMS_SIDE_BY_SIDE = 8;

    private static final int VALUES_IN_A_CELL = 3;

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z?");

    private final StudyResults results;
    private final List<Arm> shown;

    /** Of the arms of some results. */
    public DetailTables(StudyResults results, List<Arm> arms) {
        this.results = results;
        shown = arms.stream().filter(arm -> !arm.finished().isEmpty()).toList();
    }

    /** What was measured of every class, a table a measure; empty without any. */
    public List<Block> classes() {
        Map<String, MeasureInfo> measures = new LinkedHashMap<>();
        shown.forEach(arm -> arm.finished()
                .forEach(trial -> trial.byClass()
                        .forEach(table -> measures.putIfAbsent(table.measure().name(), table.measure()))));
        List<Block> sections = new ArrayList<>();
        measures.values().forEach(info -> sections.addAll(classes(new Measure(info), sections.isEmpty())));
        return sections;
    }

    private List<Block> classes(Measure measure, boolean first) {
        TableBuilder table = new TableBuilder(first ? "classes" : "classes-" + measure.name()).text("class");
        shown.forEach(arm -> table.number(arm.counted()));
        for (String name : results.classes()) {
            List<String> row = new ArrayList<>(List.of(name));
            shown.forEach(arm -> row.add(measure.text(arm.mean(trial -> value(trial, measure, name)))));
            if (row.stream().skip(1).anyMatch(cell -> !cell.equals(Numbers.NONE))) {
                table.words(row);
            }
        }
        String word = measure.isShare() ? "percent" : measure.unitOfDifferences();
        String caption = measure.info().convention() + (word.isEmpty() ? "" : ", in " + word) + "; mean over seeds.";
        return section(measure.heading() + " by class", byArm(table), caption);
    }

    private static double value(TrialResult trial, Measure measure, String name) {
        return trial.byClass().stream()
                .filter(table -> table.measure().name().equals(measure.name()))
                .map(table -> table.values().getOrDefault(name, Double.NaN))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static List<Block> section(String title, TableBuilder table, String caption) {
        return table.isEmpty() ? List.of() : List.of(new Block.Heading(2, title), table.build(Text.of(caption)));
    }

    private TableBuilder byArm(TableBuilder table) {
        return shown.size() > ARMS_SIDE_BY_SIDE ? table.transposed("arm") : table;
    }

    /** Time an image of every stage by arm; empty without any. */
    public List<Block> timing() {
        Set<String> stages = Arm.stages(shown);
        if (stages.isEmpty()) {
            return List.of();
        }
        TableBuilder table = new TableBuilder("stages").text("stage");
        shown.forEach(arm -> table.number(arm.label()
                + arm.counted(TimedTrials.of(arm.trials()).size())
                + TimeEvidence.of(results).mark(arm)));
        for (String stage : stages) {
            table.words(row(stage.replace('_', ' '), arm -> stage(arm, stage)));
        }
        table.words(row("sum of medians", arm -> sum(arm, Measure.TOTAL)));
        if (stages.stream().anyMatch(HarnessMeasures::isProposals)) {
            table.words(row("without proposals", arm -> sum(arm, Measure.WITHOUT_PROPOSALS)));
        }
        var evidence = TimeEvidence.of(results);
        Measure measure = evidence.total();
        String caption = (evidence.isRelative(measure) ? "Time" : "Milliseconds")
                + " an image by stage at test time: median (95th percentile), mean over seeds. "
                + evidence.remark(measure) + " " + protocol();
        return section("Time an image", byArm(table), caption);
    }

    private static String stage(Arm arm, String stage) {
        StageTime none = new StageTime(Double.NaN, Double.NaN);
        ToDoubleFunction<TrialResult> median =
                trial -> trial.stages().getOrDefault(stage, none).median();
        double mean = arm.meanOfTests(median);
        if (Double.isNaN(mean)) {
            return Numbers.NONE;
        }
        double high = arm.meanOfTests(
                trial -> trial.stages().getOrDefault(stage, none).p95());
        long counted = TimedTrials.of(arm.trials()).stream()
                .filter(trial -> Double.isFinite(median.applyAsDouble(trial)))
                .count();
        return Measure.TOTAL.text(mean) + " (" + Measure.TOTAL.text(high, mean) + ")" + fewer(arm, (int) counted);
    }

    private static String sum(Arm arm, Measure measure) {
        double mean = arm.mean(measure);
        return Double.isNaN(mean)
                ? Numbers.NONE
                : measure.text(mean)
                        + fewer(arm, TimedTrials.of(arm.trials(), measure).size());
    }

    /** Of how many trials a cell is, where that is not what its heading says. */
    private static String fewer(Arm arm, int counted) {
        return counted == TimedTrials.of(arm.trials()).size() ? "" : arm.counted(counted);
    }

    /** What was recorded beside the trials: versions, machine, keys; empty without any. */
    public List<Block> environment() {
        Set<String> names = new LinkedHashSet<>();
        results.trials().forEach(trial -> names.addAll(trial.provenance().keySet()));
        // Sentences, which the report says elsewhere.
        names.remove(TrialResult.INPUT_WARNINGS);
        names.remove(Origin.LEFT_OUT);
        TableBuilder table = new TableBuilder("environment").text("what").text("value");
        for (String name : names) {
            NavigableSet<String> values = values(name);
            table.words(List.of(name, summary(values)));
        }
        return section("Environment", table, "As recorded beside the trials; several values where trials differ.");
    }

    /** A range where the values have an order that means something: numbers and times; else some of them. */
    private static String summary(NavigableSet<String> values) {
        if (values.size() <= VALUES_IN_A_CELL) {
            return String.join("; ", values);
        }
        boolean ordered = values.stream()
                .allMatch(value ->
                        NaturalOrder.isNumber(value) || TIME.matcher(value).matches());
        return values.size() + " values, " + (ordered ? "from " : "among them ") + values.first()
                + (ordered ? " to " : " and ") + values.last();
    }

    /** How the times were taken, as far as the provenance tells. */
    public String protocol() {
        List<String> facts = new ArrayList<>(List.of("Batch 1"));
        recorded("device").ifPresent(device -> facts.add("device " + device));
        recorded("cpu", "cpu_model", "machine").ifPresent(facts::add);
        recorded("threads").ifPresent(threads -> facts.add(threads + (threads.equals("1") ? " thread" : " threads")));
        return String.join(", ", facts) + ".";
    }

    private Optional<String> recorded(String... names) {
        for (String name : names) {
            NavigableSet<String> values = values(name);
            if (!values.isEmpty()) {
                return Optional.of(String.join(" or ", values));
            }
        }
        return Optional.empty();
    }

    private NavigableSet<String> values(String name) {
        return results.trials().stream()
                .map(TrialResult::provenance)
                .filter(provenance -> provenance.containsKey(name))
                .map(provenance -> provenance.getOrDefault(name, ""))
                .collect(Collectors.toCollection(() -> new TreeSet<>(NaturalOrder.INSTANCE)));
    }

    private List<String> row(String name, Function<Arm, String> cell) {
        List<String> row = new ArrayList<>(List.of(name));
        shown.forEach(arm -> row.add(cell.apply(arm)));
        return row;
    }
}
