package dev.roilab.report;

import dev.roilab.experiment.StudyResults;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The one measure that arms are compared by where a report compares by one only. */
final class Headline {
    private Headline() {}

    /**
     * The accuracy that the study's first claim about one speaks of; without such a claim AP where it was measured,
     * otherwise the first other metric, otherwise the time.
     */
    static Measure of(StudyResults results) {
        return claimed(results).orElseGet(() -> usual(results));
    }

    private static Optional<Measure> claimed(StudyResults results) {
        return Claims.entries(results).stream()
                .flatMap(entry -> entry.tested().stream())
                .map(claim -> claim.sides().getFirst().measure())
                .filter(Measure::isAccuracy)
                .findFirst();
    }

    private static Measure usual(StudyResults results) {
        Set<Measure> candidates = new LinkedHashSet<>(List.of(Measure.of("ap"), Measure.of("ap50")));
        results.trials().forEach(trial -> trial.metrics().keySet().forEach(name -> candidates.add(Measure.of(name))));
        candidates.add(TimeEvidence.of(results).total());
        return candidates.stream()
                .filter(candidate -> results.trials().stream()
                        .anyMatch(trial -> candidate.in(trial).isPresent()))
                .findFirst()
                .orElse(Measure.of("ap"));
    }
}
