package dev.roilab.cli;

import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import dev.roilab.yaml.Suggestions;
import java.util.List;

/** Finds a trial that was named on the command line. */
final class TrialChoice {
    static final String DESCRIPTION = "A trial's name, as 'roilab plan' lists it, such as roi=align,seed=1.";

    private TrialChoice() {}

    /** The trial of a name; an unknown one is explained. */
    static Trial of(StudyPlan plan, String name) {
        List<String> known = plan.trials().stream().map(Trial::name).toList();
        return plan.trials().stream()
                .filter(trial -> trial.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(Suggestions.unknown("trial", name, known)));
    }
}
