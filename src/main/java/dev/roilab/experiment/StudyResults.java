package dev.roilab.experiment;

import java.nio.file.Path;
import java.util.List;

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
