package dev.roilab.result;

import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.Measures;
import dev.roilab.study.HarnessMeasures;
import dev.roilab.study.ReportSettings;
import dev.roilab.study.StudyBackground;
import dev.roilab.study.StudyPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A study as its results folder tells it; all that a report may read.
 *
 * @param varied paths that differ between trials, in the study's order, without the seed
 * @param classes names of the data set's classes
 * @param folder where the trials' folders are
 * @param background claims and published tables; none in results of older versions
 * @param command that reproduces the study
 */
public record StudyResults(
        String study,
        String question,
        List<String> varied,
        List<String> classes,
        ReportSettings report,
        StudyBackground background,
        Path folder,
        String command,
        List<TrialResult> trials) {

    /**
     * What task and systems measured, as the trials declare it.
     *
     * @throws IllegalArgumentException if two trials declare a measure in units or directions that differ
     */
    public Measures measures() {
        List<MeasureInfo> declared = new ArrayList<>();
        List<MeasureInfo> last = List.of();
        for (TrialResult trial : trials) {
            // Thousands of trials that were read share their list, which is then equal at once.
            if (!trial.measures().equals(last)) {
                last = trial.measures();
                declared.addAll(last);
            }
        }
        return declared.isEmpty()
                ? Measures.of(FormerResults.measures(trials.stream()
                        .flatMap(trial -> trial.metrics().keySet().stream())
                        .collect(Collectors.toSet())))
                : Measures.together(declared.stream());
    }

    /** What is measured under a name by trials or the harness; absent if by neither. */
    public Optional<MeasureInfo> measure(String name) {
        return measures().find(name).or(() -> HarnessMeasures.find(name));
    }

    /** The same study with other trials. */
    public StudyResults withTrials(List<TrialResult> others) {
        return new StudyResults(study, question, varied, classes, report, background, folder, command, others);
    }

    /** The same study, reproduced by another command. */
    public StudyResults withCommand(String other) {
        return new StudyResults(study, question, varied, classes, report, background, folder, other, trials);
    }

    /** The same results in the light of a plan that varies the same: its question, report, claims and tables. */
    public StudyResults under(StudyPlan plan) {
        return plan.varied().equals(varied)
                ? new StudyResults(
                        study,
                        plan.question(),
                        varied,
                        classes,
                        plan.report(),
                        plan.background(),
                        folder,
                        command,
                        trials)
                : this;
    }
}
