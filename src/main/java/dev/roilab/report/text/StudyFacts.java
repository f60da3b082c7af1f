package dev.roilab.report.text;

import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was changed, how often it was trained, and on what: the end of a verdict that somebody takes into a paper. */
final class StudyFacts {
    private StudyFacts() {}

    /** Empty of a study without trials. */
    static Optional<String> of(StudyResults results) {
        if (results.trials().isEmpty()) {
            return Optional.empty();
        }
        List<String> facts = new ArrayList<>();
        if (!results.varied().isEmpty()) {
            facts.add("changed: " + String.join(" and ", results.varied()));
        }
        long seeds =
                results.trials().stream().map(trial -> trial.seed()).distinct().count();
        int count = results.trials().size();
        facts.add(count + (count == 1 ? " training" : " trainings") + " with " + seeds
                + (seeds == 1 ? " seed" : " seeds"));
        if (results.varied().stream().anyMatch(path -> path.equals("data") || path.startsWith("data."))) {
            facts.add("the data differ between arms");
        } else {
            results.trials().stream()
                    .flatMap(trial -> TrialData.read(results.folder().resolve(trial.trial())).stream())
                    .findFirst()
                    .ifPresent(data -> facts.add("data: " + data.words()));
        }
        String text = String.join("; ", facts);
        return Optional.of("(" + text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".)");
    }
}
