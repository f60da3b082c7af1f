package dev.roilab.run.key;

import dev.roilab.result.Origin;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialFolder;
import dev.roilab.result.TrialResult;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Stored results as a study's file asks for them now. A result of settings that the file no longer has is marked, so
 * that it decides no claim, and a trial that the file has and nobody ran is not passed over. Code that has changed
 * since is no reason: reports say which code made a result.
 */
public final class PresentTrials {
    private final StudyResults stored;
    private final Map<String, TrialResult> byName = new LinkedHashMap<>();

    private PresentTrials(StudyResults stored) {
        this.stored = stored;
        stored.trials().forEach(trial -> byName.put(trial.trial(), trial));
    }

    /** @param stored results of the same study, which varies the same paths */
    public static StudyResults of(StudyResults stored, StudyPlan plan) {
        var present = new PresentTrials(stored);
        List<TrialResult> asked = plan.trials().stream().map(present::of).toList();
        return stored.under(plan)
                .withTrials(present.gone(plan).map(gone -> marked(asked, gone)).orElse(asked));
    }

    /** Whoever chose the trials, a reader of the results must learn that there are others. */
    private static List<TrialResult> marked(List<TrialResult> trials, String gone) {
        return trials.stream().map(trial -> with(trial, Origin.LEFT_OUT, gone)).toList();
    }

    private static TrialResult with(TrialResult trial, String fact, String text) {
        Map<String, String> facts = new LinkedHashMap<>(trial.provenance());
        facts.put(fact, text);
        return trial.withProvenance(facts);
    }

    /** A divergence is a result, too: an arm must not lose it by losing a seed. */
    private Optional<String> gone(StudyPlan plan) {
        var asked = plan.trials().stream().map(Trial::name).collect(Collectors.toSet());
        List<String> gone = stored.trials().stream()
                .filter(trial -> trial.status() == Status.OK || trial.status() == Status.DIVERGED)
                .map(TrialResult::trial)
                .filter(trial -> !asked.contains(trial))
                .toList();
        return gone.isEmpty()
                ? Optional.empty()
                : Optional.of("%s of trials that the file no longer has %s not count: %s"
                        .formatted(results(gone.size()), gone.size() == 1 ? "does" : "do", few(gone)));
    }

    /** What is to be said about results that do not count, and trials that were not run; a line for each kind. */
    public static List<String> notes(StudyResults stored, StudyResults present) {
        List<String> notes = new ArrayList<>();
        Origin.otherSettings(present.trials()).ifPresent(other -> notes.add(other + ": they decide no claim"));
        var known = stored.trials().stream().map(TrialResult::trial).collect(Collectors.toSet());
        List<String> added = present.trials().stream()
                .map(TrialResult::trial)
                .filter(trial -> !known.contains(trial))
                .toList();
        if (!added.isEmpty()) {
            notes.add("%d of %d trials of the file were not run: %s"
                    .formatted(added.size(), present.trials().size(), few(added)));
        }
        Origin.leftOut(present.trials()).ifPresent(notes::add);
        return notes;
    }

    private static String results(int count) {
        return count == 1 ? "1 result" : count + " results";
    }

    private static String few(List<String> names) {
        int shown = 3;
        return names.stream().limit(shown).collect(Collectors.joining(" "))
                + (names.size() > shown ? " and %d more".formatted(names.size() - shown) : "");
    }

    private TrialResult of(Trial trial) {
        TrialResult found = byName.get(trial.name());
        if (found == null) {
            return ResultsFolder.failed(
                    stored.study(), trial.name(), trial.varied(), trial.seed(), Status.PLANNED, "not run yet");
        }
        List<ChangedSetting> changed = found.status() == Status.OK || found.status() == Status.DIVERGED
                ? ChangedSetting.of(trial, new TrialFolder(stored.folder().resolve(trial.name())))
                : List.of();
        if (changed.isEmpty()) {
            return found;
        }
        return with(
                found,
                Origin.OTHER_SETTINGS,
                changed.stream().map(ChangedSetting::words).collect(Collectors.joining("; ")));
    }
}
