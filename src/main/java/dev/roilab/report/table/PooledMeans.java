package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Failures;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Numbers;
import dev.roilab.claim.TimedTrials;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Of a table whose means are over varied values that it does not show: which cells lack some of them. A mean over the
 * combinations that survived is no rival of one over all.
 */
final class PooledMeans {
    private static final String NOT_REACHED = "-";

    private static final int MOST_CELLS = 6;

    private final StudyResults results;

    /** Varied, and in the table. */
    private final List<String> shown;

    /** Varied, and averaged over. */
    private final List<String> pooled;

    /** All combinations of the pooled values. */
    private final Set<List<String>> combinations = new LinkedHashSet<>();

    PooledMeans(StudyResults results, List<String> shown) {
        this.results = results;
        this.shown = List.copyOf(shown);
        pooled = results.varied().stream().filter(path -> !shown.contains(path)).toList();
        results.trials().forEach(trial -> combinations.add(combination(trial)));
    }

    /** The sentences under the table, each behind a blank; empty where every mean is over the same. */
    String caption(Map<List<String>, List<TrialResult>> cells, Collection<Measure> measures) {
        if (pooled.isEmpty()) {
            return "";
        }
        Map<String, List<String>> byText = new LinkedHashMap<>();
        List<Measure> averaged =
                measures.stream().filter(measure -> !measure.isDivergence()).toList();
        for (Measure measure : averaged) {
            byText.computeIfAbsent(lacks(cells, measure), _ -> new ArrayList<>())
                    .add(measure.heading());
        }
        boolean alike = byText.size() == 1;
        String lacks = byText.entrySet().stream()
                .filter(entry -> !entry.getKey().isEmpty())
                .map(entry -> (alike ? "" : "of " + String.join(", ", entry.getValue()) + " ") + entry.getKey())
                .collect(Collectors.joining("; "));
        if (lacks.isEmpty()) {
            return "";
        }
        String apart = shown.size() == 1 && pooled.size() == 1
                ? " A table with " + pooled.getFirst() + " as columns tells them apart."
                : "";
        return " Not all means are over the same: " + lacks
                + ". A mean over fewer combinations, which may be the easier ones, cannot be held against one over all."
                + apart;
    }

    private String lacks(Map<List<String>, List<TrialResult>> cells, Measure measure) {
        List<String> lacking = new ArrayList<>();
        cells.forEach((key, trials) -> {
            Set<TrialResult> counted = new LinkedHashSet<>(TimedTrials.of(trials, measure));
            String lack = counted.isEmpty()
                    ? ""
                    : combinations.stream()
                            .flatMap(combination -> lack(combination, trials, counted).stream())
                            .collect(Collectors.joining(", "));
            if (!lack.isEmpty()) {
                lacking.add(labelled(key, shown) + " is without " + lack);
            }
        });
        int more = lacking.size() - MOST_CELLS;
        return String.join("; ", lacking.subList(0, Math.min(MOST_CELLS, lacking.size())))
                + (more > 0 ? "; and %d more %s".formatted(more, more == 1 ? "cell" : "cells") : "");
    }

    /** A combination that a cell's mean does not hold, or only by some of its seeds, with the reason. */
    private Optional<String> lack(List<String> combination, List<TrialResult> cell, Set<TrialResult> counted) {
        List<TrialResult> trials = cell.stream()
                .filter(trial -> combination(trial).equals(combination))
                .toList();
        String label = labelled(combination, pooled);
        if (trials.isEmpty()) {
            // What varies in some cells alone is no combination that the others could have.
            return isReached(combination) && cell.stream().allMatch(trial -> isReached(combination(trial)))
                    ? Optional.of(label + " (not in the study)")
                    : Optional.empty();
        }
        List<TrialResult> without =
                trials.stream().filter(trial -> !counted.contains(trial)).toList();
        if (without.isEmpty()) {
            return Optional.empty();
        }
        String failed = Failures.inPlaceOfNumber(without);
        String reason = failed.isEmpty() ? "no such number" : failed;
        return Optional.of(
                without.size() == trials.size()
                        ? label + " (" + reason + ")"
                        : "%d of %d seeds of %s (%s)".formatted(without.size(), trials.size(), label, reason));
    }

    private List<String> combination(TrialResult trial) {
        return pooled.stream().map(path -> Arm.value(trial, path)).toList();
    }

    private static boolean isReached(List<String> combination) {
        return !combination.contains(NOT_REACHED) && !combination.contains(Numbers.NONE);
    }

    private String labelled(List<String> values, List<String> paths) {
        List<String> labels = new ArrayList<>();
        for (int path = 0; path < paths.size(); path++) {
            labels.add(Arm.labelled(values.get(path), paths.get(path), results.varied()));
        }
        return String.join(", ", labels);
    }
}
