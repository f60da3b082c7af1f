package dev.roilab.claim;

import dev.roilab.result.StudyResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one measure that arms are compared by where a report compares by one only. */
public final class Headline {
    private Headline() {}

    /**
     * What the study's first claim about something that tables judge speaks of; without such a claim the most prominent
     * measure that some trial has, otherwise the time.
     */
    public static Measure of(StudyResults results) {
        return claimed(results).orElseGet(() -> usual(results));
    }

    private static Optional<Measure> claimed(StudyResults results) {
        return Claims.entries(results).stream()
                .flatMap(entry -> entry.tested().stream())
                .map(claim -> claim.sides().getFirst().measure())
                .filter(Measure::isJudged)
                .findFirst();
    }

    /** The most prominent measure of the study's task, measured or not. */
    public static Measure declared(StudyResults results) {
        return byProminence(results).getFirst();
    }

    private static List<Measure> byProminence(StudyResults results) {
        return results.measures().byProminence().stream().map(Measure::new).toList();
    }

    private static Measure usual(StudyResults results) {
        List<Measure> candidates = new ArrayList<>(byProminence(results));
        candidates.add(TimeEvidence.of(results).total());
        return candidates.stream()
                .filter(candidate -> results.trials().stream()
                        .anyMatch(trial -> candidate.in(trial).isPresent()))
                .findFirst()
                .orElse(candidates.getFirst());
    }
}
