package dev.roilab.report;

import dev.roilab.experiment.StudyResults;
import dev.roilab.experiment.TrialResult;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Text;
import dev.roilab.report.statistics.MeanEstimate;
import dev.roilab.report.statistics.SeedsNeeded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a study says about its first varied path in one sentence: every value against the first one, paired by seed and
 * by the other varied values.
 */
final class Verdict {
    /** Below this a t interval rests on so few differences that its own width is hardly known. */
    private static final int FEW_SEEDS = 5;

    /** More than so many comparisons are a table, not a verdict. */
    private static final int MOST_CLAUSES = 3;

    private static final String NOTHING_SHOWN = "no difference shown";

    private final StudyResults results;
    private final Measure measure;
    private final Map<String, List<TrialResult>> byValue = new LinkedHashMap<>();

    Verdict(StudyResults results) {
        this.results = results;
        measure = headline(results);
        if (!results.varied().isEmpty()) {
            String path = results.varied().getFirst();
            for (TrialResult trial : results.trials()) {
                byValue.computeIfAbsent(Arm.value(trial, path), _ -> new ArrayList<>())
                        .add(trial);
            }
        }
    }

    /** What arms are compared by: AP where it was measured, otherwise the first other metric, otherwise the time. */
    static Measure headline(StudyResults results) {
        Set<Measure> candidates = new LinkedHashSet<>(List.of(Measure.of("ap"), Measure.of("ap50")));
        results.trials().forEach(trial -> trial.metrics().keySet().forEach(name -> candidates.add(Measure.of(name))));
        candidates.add(TimeEvidence.of(results).total());
        return candidates.stream()
                .filter(candidate -> results.trials().stream()
                        .anyMatch(trial ->
                                Arm.isFinished(trial) && candidate.in(trial).isPresent()))
                .findFirst()
                .orElse(Measure.of("ap"));
    }

    /** The sentence, and what it rests on. */
    List<Block> blocks() {
        Text sentence = Text.bold("Verdict.").plus(" " + sentence());
        if (byValue.size() < 2) {
            return List.of(new Block.Paragraph(sentence));
        }
        return List.of(new Block.Paragraph(sentence), new Block.Paragraph(Text.of(remark())));
    }

    String sentence() {
        if (byValue.size() < 2) {
            return "Nothing to compare: the study varies nothing but the seed.";
        }
        List<String> others =
                byValue.keySet().stream().skip(1).filter(this::isMeasured).toList();
        List<String> clauses = new ArrayList<>();
        if (others.size() <= MOST_CLAUSES) {
            others.forEach(value -> clauses.add(clause(value, difference(value))));
        } else {
            Map<String, MeanEstimate> shown = new LinkedHashMap<>();
            others.forEach(value -> {
                MeanEstimate difference = difference(value);
                if (difference.excludesZero()) {
                    shown.put(value, difference);
                }
            });
            clauses.add(shown.size() + " of " + others.size() + " values differ from " + label(reference()) + " in "
                    + measure.heading()
                    + (shown.size() == others.size() ? "" : ", for the others " + NOTHING_SHOWN));
            shown.entrySet().stream()
                    .limit(MOST_CLAUSES)
                    .forEach(entry -> clauses.add(clause(entry.getKey(), entry.getValue())));
        }
        byValue.keySet().stream()
                .filter(value -> !isMeasured(value))
                .forEach(value -> clauses.add(label(value) + " has no " + measure.heading() + " ("
                        + Failures.inPlaceOfNumber(byValue.getOrDefault(value, List.of())) + ")"));
        String sentence = String.join("; ", clauses) + ".";
        return sentence.startsWith(NOTHING_SHOWN) ? "N" + sentence.substring(1) : sentence;
    }

    private boolean isMeasured(String value) {
        return byValue.getOrDefault(value, List.of()).stream()
                .anyMatch(trial -> Arm.isFinished(trial) && measure.in(trial).isPresent());
    }

    private String reference() {
        return byValue.keySet().iterator().next();
    }

    private String label(String value) {
        return Arm.labelled(value, results.varied().getFirst(), results.varied());
    }

    private MeanEstimate difference(String value) {
        return new Pairs(Set.of(results.varied().getFirst()))
                .difference(
                        byValue.getOrDefault(reference(), List.of()), byValue.getOrDefault(value, List.of()), measure);
    }

    private String clause(String value, MeanEstimate difference) {
        String nothing =
                NOTHING_SHOWN + " between " + label(value) + " and " + label(reference()) + " in " + measure.heading();
        if (difference.count() == 0) {
            return nothing + " (no seed finished on both sides)";
        }
        if (difference.count() == 1) {
            return nothing + " (" + measure.signed(difference.mean()) + ", but from a single seed)";
        }
        String numbers = "95 % interval " + Numbers.signed(difference.low(), 1) + " to "
                + Numbers.signed(difference.high(), 1) + ", " + difference.count() + " seeds";
        if (!difference.excludesZero()) {
            return nothing + " (" + measure.signed(difference.mean()) + ", " + numbers + "; " + toDecide(difference)
                    + ")";
        }
        String amount = measure.signed(Math.abs(difference.mean())).substring(1);
        boolean better = difference.mean() > 0 != measure.lowerIsBetter();
        return label(value) + " is " + (better ? "better" : "worse") + " than " + label(reference()) + " in "
                + measure.heading() + ", by " + amount + " (" + numbers + ")";
    }

    private static String toDecide(MeanEstimate difference) {
        OptionalInt more = SeedsNeeded.more(difference, 0);
        if (more.isEmpty()) {
            return "no realistic number of seeds would decide";
        }
        return "about " + more.getAsInt() + " more " + (more.getAsInt() == 1 ? "seed" : "seeds") + " would decide";
    }

    private String remark() {
        Map<Long, Set<String>> sides = new LinkedHashMap<>();
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
                ? "Paired by seed; a seed's difference is the mean over the " + others.size()
                        + " combinations of the other varied values."
                : "Paired by seed.";
        String few = seeds == 0 || seeds >= FEW_SEEDS
                ? ""
                : " With " + seeds + (seeds == 1 ? " seed" : " seeds") + " this is a hint, not a proof.";
        long comparisons =
                byValue.keySet().stream().skip(1).filter(this::isMeasured).count();
        String several =
                comparisons > 1 ? " The intervals are not corrected for the " + comparisons + " comparisons." : "";
        return settings + few + several;
    }
}
