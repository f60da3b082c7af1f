package dev.roilab.experiment;

import java.nio.file.Path;
import java.util.List;

/**
 * A study as its results folder tells it; all that a report may read.
 *
 * @param varied paths that differ between trials, in the study's order, without the seed
 * @param classes names of the data set's classes
 * @param folder where the trials' folders are
 * @param command that reproduces the study
 */
public record StudyResults(
        String study,
        String question,
        List<String> varied,
        List<String> classes,
        ReportSettings report,
        Path folder,
        String command,
        List<TrialResult> trials) {}
