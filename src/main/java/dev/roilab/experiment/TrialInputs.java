package dev.roilab.experiment;

import java.util.List;

/**
 * What a trial reads from outside, looked at before anything is trained.
 *
 * @param classes names of the data set's classes
 * @param fingerprint hash of the content of data, proposals and weights
 * @param warnings what the linter repaired or left out, one line each
 */
public record TrialInputs(List<String> classes, String fingerprint, List<String> warnings) {
    public TrialInputs {
        classes = List.copyOf(classes);
        warnings = List.copyOf(warnings);
    }
}
