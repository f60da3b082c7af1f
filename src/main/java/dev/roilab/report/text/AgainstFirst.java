package dev.roilab.report.text;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Comparison;
import dev.roilab.claim.Contrast;
import dev.roilab.claim.Failures;
import dev.roilab.claim.IdenticalArms;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Pairs;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.measure.Better;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.statistics.SeedsNeeded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The sentence of a study that claims nothing: every value of its first varied path against the first one, by the
 * headline measure.
 */
final class AgainstFirst {
    /** More than so many comparisons are a table, not a verdict. */
    private static final int MOST_CLAUSES = 3;

    private static final String NOTHING_SHOWN = "no difference shown";

    private final StudyResults results;
    private final Measure measure;
    private final Map<String, List<TrialResult>> byValue = new LinkedHashMap<>();
    private final List<Contrast> contrasts;

    AgainstFirst(StudyResults results, Measure measure) {
        this.results = results;
        this.measure = measure;
        String path = results.varied().getFirst();
        for (TrialResult trial : results.trials()) {
            byValue.computeIfAbsent(Arm.value(trial, path), _ -> new ArrayList<>())
                    .add(trial);
        }
        Pairs pairs = new Pairs(Set.of(path));
        contrasts = Contrast.corrected(byValue.keySet().stream()
                .skip(1)
                .filter(this::isMeasured)
                .map(value ->
                        new Contrast(value, measure, pairs.difference(side(reference()), side(value)), Double.NaN))
                .toList());
    }

    int comparisons() {
        return contrasts.size();
    }

    boolean isEmpty() {
        return byValue.size() < 2;
    }

    String sentence() {
        List<String> clauses = new ArrayList<>();
        if (contrasts.size() <= MOST_CLAUSES) {
            contrasts.forEach(contrast -> clauses.add(clause(contrast)));
        } else {
            List<Contrast> shown = contrasts.stream().filter(Contrast::differs).toList();
            clauses.add(shown.size() + " of " + contrasts.size() + " values differ from " + label(reference()) + " in "
                    + measure.heading()
                    + (shown.size() == contrasts.size() ? "" : ", for the others " + NOTHING_SHOWN));
            shown.stream().limit(MOST_CLAUSES).forEach(contrast -> clauses.add(clause(contrast)));
        }
        byValue.keySet().stream()
                .filter(value -> !isMeasured(value))
                .forEach(value -> clauses.add(label(value) + " has no " + measure.heading() + " ("
                        + Failures.inPlaceOfNumber(byValue.getOrDefault(value, List.of())) + ")"));
        return String.join("; ", clauses) + ".";
    }

    private boolean isMeasured(String value) {
        return byValue.getOrDefault(value, List.of()).stream()
                .anyMatch(trial -> measure.counted(trial).isPresent());
    }

    private String reference() {
        return byValue.keySet().iterator().next();
    }

    private String label(String value) {
        return Arm.labelled(value, results.varied().getFirst(), results.varied());
    }

    private Pairs.Side side(String value) {
        return new Pairs.Side(label(value), byValue.getOrDefault(value, List.of()), measure);
    }

    private String clause(Contrast contrast) {
        String value = label(contrast.name());
        String before = contrast.comparison().witnesses().before();
        double mean = contrast.estimate().mean();
        if (!TimeEvidence.isTime(measure)
                && IdenticalArms.are(
                        side(contrast.name()).trials(), side(reference()).trials())) {
            return value + " and " + label(reference()) + " are the same to the bit in "
                    + (contrast.estimate().count() == 1
                            ? "the single seed"
                            : "all " + contrast.comparison().seeds())
                    + ", so that more seeds would decide nothing";
        }
        if (!contrast.differs() && contrast.comparison().isWithoutSpread()) {
            return before + "the difference in " + measure.heading() + " between " + value + " and "
                    + label(reference()) + " was the same in all "
                    + contrast.comparison().seeds() + " (" + measure.signed(mean)
                    + contrast.comparison().witnesses().after() + "), so that its spread is unknown";
        }
        if (!contrast.differs()) {
            String nothing =
                    NOTHING_SHOWN + " between " + value + " and " + label(reference()) + " in " + measure.heading();
            return contrast.estimate().count() == 0
                    ? nothing + " (no seed finished on both sides)"
                    : before + nothing + " (" + contrast.numbers() + toDecide(contrast) + ")";
        }
        String amount = (contrast.comparison().signed(measure, Math.abs(mean)).replaceFirst("^[+]", "") + " "
                        + measure.unitOfDifferences())
                .strip();
        String hint = contrast.isHint() ? ClaimSentence.HINT : "";
        String numbers = ", by " + amount + " (" + contrast.withoutEffect() + ")";
        if (measure.better() == Better.NEITHER) {
            return before + hint + value + " has a " + measure.comparative(mean) + " " + measure.noun() + " than "
                    + label(reference()) + numbers;
        }
        return before + hint + value + " is " + (measure.better().improves(mean) ? "better" : "worse") + " than "
                + label(reference()) + " in " + measure.heading() + numbers;
    }

    private static String toDecide(Contrast contrast) {
        if (contrast.estimate().count() < 2 || contrast.comparison().isWithoutSpread()) {
            return "";
        }
        OptionalInt more = SeedsNeeded.more(contrast.estimate(), 0);
        int least = Comparison.ENOUGH_SEEDS - contrast.estimate().count();
        if (more.isEmpty()) {
            return "; no realistic number of " + contrast.comparison().noun(2) + " would decide";
        }
        int count = Math.max(least, more.getAsInt());
        return "; about " + count + " more " + contrast.comparison().noun(count) + " would decide";
    }
}
