package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Comparison;
import dev.roilab.claim.Failures;
import dev.roilab.claim.Headline;
import dev.roilab.claim.IdenticalArms;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Numbers;
import dev.roilab.claim.Pairs;
import dev.roilab.claim.Replicates;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.measure.Prominence;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.statistics.BasicInterval;
import dev.roilab.statistics.MeanEstimate;
import dev.roilab.statistics.SeedsNeeded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Every value of the first varied path against the first one, at every combination of the other varied values. */
public final class DifferenceTable {
    private static final String SAME = "none: the same";

    private final StudyResults results;
    private final Replicates replicates;
    private final List<Measure> measures;
    private final Measure headline;

    /** A study that claims something needs seeds for its claims, and these differences are beside them. */
    private final boolean claims;

    /** Trials by value of the first varied path, by the other values. */
    private final Map<List<String>, Map<String, List<TrialResult>>> cells = new LinkedHashMap<>();

    private final List<String> values;

    /** Of a study's results, with intervals over images where they were kept. */
    public DifferenceTable(StudyResults results, Replicates replicates) {
        this.results = results;
        this.replicates = replicates;
        headline = Headline.of(results);
        claims = !results.background().claims().isEmpty();
        List<Measure> usual = Measure.declared(results).stream()
                .filter(measure -> measure.isAtLeast(Prominence.COMPARED))
                .toList();
        measures = usual.contains(headline) ? usual : List.of(headline);
        if (!results.varied().isEmpty()) {
            for (TrialResult trial : results.trials()) {
                List<String> others = results.varied().stream()
                        .skip(1)
                        .map(path -> Arm.value(trial, path))
                        .toList();
                cells.computeIfAbsent(others, _ -> new TreeMap<>())
                        .computeIfAbsent(Arm.value(trial, results.varied().getFirst()), _ -> new ArrayList<>())
                        .add(trial);
            }
        }
        values = results.varied().isEmpty()
                ? List.of()
                : results.trials().stream()
                        .map(trial -> Arm.value(trial, results.varied().getFirst()))
                        .distinct()
                        .toList();
    }

    /** Empty if there is nothing to compare. */
    public List<Block> blocks() {
        if (values.size() < 2) {
            return List.of();
        }
        boolean drawn = results.trials().stream()
                .anyMatch(trial -> !replicates.interval(trial, headline).isEmpty());
        TableBuilder table = new TableBuilder("differences").text("against " + values.getFirst());
        results.varied().stream().skip(1).forEach(path -> table.number(Arm.shortName(path, results.varied())));
        table.number("seeds");
        measures.forEach(measure -> table.number(measure.column()));
        if (drawn) {
            table.number(headline.heading() + " over images");
        }
        if (!claims) {
            table.number("seeds to decide");
        }
        cells.forEach((others, sides) -> {
            for (String value : values.subList(1, values.size())) {
                table.row(row(value, others, sides, drawn));
            }
        });
        return List.of(table.build(caption(drawn)));
    }

    private Text caption(boolean drawn) {
        boolean points = measures.stream().allMatch(Measure::isShare);
        String images = drawn
                ? " Over images: 95 % bootstrap interval of the same difference if other test images had been drawn, "
                        + "the trainings being what they are."
                : "";
        String seeds = claims
                ? ""
                : " Seeds to decide: how many in all, five at least, would exclude zero in four of five repetitions, if "
                        + "the " + headline.heading() + " difference and its spread are what they seem; a dash where "
                        + "that is done already" + same() + ".";
        String diverged = results.trials().stream().anyMatch(trial -> trial.status() == Status.DIVERGED)
                ? Failures.counted(headline)
                        .map(worst -> " A diverged training counts as " + worst + ".")
                        .orElse(" Diverged trainings are left out.")
                : "";
        return Text.bold("Paired differences.")
                .plus((points ? " Points" : " Differences")
                        + " with the single 95 % interval of Student's t over seeds, uncorrected; bold where it excludes "
                        + "zero with five seeds or more." + diverged + images + seeds + times());
    }

    private String times() {
        return TimeRemarks.appended(TimeEvidence.of(results), measures);
    }

    private String same() {
        boolean any = cells.values().stream()
                .anyMatch(sides -> values.stream()
                        .skip(1)
                        .anyMatch(value -> IdenticalArms.are(
                                sides.getOrDefault(values.getFirst(), List.of()),
                                sides.getOrDefault(value, List.of()))));
        return any ? "; arms that are the same to the bit are told apart by no number of seeds" : "";
    }

    private List<Text> row(String value, List<String> others, Map<String, List<TrialResult>> sides, boolean drawn) {
        Pairs pairs = new Pairs(Set.of(results.varied().getFirst()));
        List<TrialResult> first = sides.getOrDefault(values.getFirst(), List.of());
        List<TrialResult> second = sides.getOrDefault(value, List.of());
        List<Comparison> found = measures.stream()
                .map(measure -> pairs.difference(side(first, measure), side(second, measure)))
                .toList();
        List<Text> row = new ArrayList<>(List.of(Text.of(value)));
        others.forEach(other -> row.add(Text.of(other)));
        row.add(Text.of(Integer.toString(found.stream()
                .mapToInt(comparison -> comparison.estimate().count())
                .max()
                .orElse(0))));
        for (int column = 0; column < found.size(); column++) {
            Comparison comparison = found.get(column);
            String text = text(measures.get(column), comparison);
            row.add(comparison.isShown() ? Text.bold(text) : Text.of(text));
        }
        if (drawn) {
            Optional<BasicInterval> images = replicates.difference(
                    pairs.matches(List.of(side(first, headline), side(second, headline))), headline);
            row.add(Text.of(images.map(interval -> interval(headline, interval.low(), interval.high(), interval.high()))
                    .orElse(Numbers.NONE)));
        }
        if (!claims) {
            boolean same = !TimeEvidence.isTime(headline) && IdenticalArms.are(first, second);
            row.add(Text.of(same ? SAME : seeds(found.get(measures.indexOf(headline)))));
        }
        return row;
    }

    private static Pairs.Side side(List<TrialResult> trials, Measure measure) {
        return new Pairs.Side("", trials, measure);
    }

    private static String seeds(Comparison comparison) {
        MeanEstimate difference = comparison.estimate();
        if (comparison.isShown() || difference.count() == 0 || comparison.isWithoutSpread()) {
            return Numbers.NONE;
        }
        if (difference.count() < 2 || difference.excludesZero()) {
            return "at least " + Comparison.ENOUGH_SEEDS;
        }
        OptionalInt total = SeedsNeeded.total(difference, 0);
        int least = Math.max(Comparison.ENOUGH_SEEDS, difference.count() + 1);
        return total.isPresent() ? Integer.toString(Math.max(least, total.getAsInt())) : "over " + SeedsNeeded.MOST;
    }

    private static String text(Measure measure, Comparison comparison) {
        MeanEstimate difference = comparison.estimate();
        if (difference.count() == 0) {
            return Numbers.NONE;
        }
        String mean = comparison.signed(measure, difference.mean());
        return difference.count() < 2 || !difference.hasSpread()
                ? mean
                : mean + " [" + comparison.signed(measure, difference.low()) + ", "
                        + comparison.signed(measure, difference.high()) + "]";
    }

    /** With as many decimals as {@code other} has. */
    private static String interval(Measure measure, double low, double high, double other) {
        return "[" + measure.signed(low, other) + ", " + measure.signed(high, other) + "]";
    }
}
