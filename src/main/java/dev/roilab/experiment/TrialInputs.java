package dev.roilab.experiment;

import java.util.List;

/**
 * What a trial reads from outside, looked at before anything is trained.
 *
 * @param classes names of the data set's classes
 * @param fingerprint hash of the content of data, proposals and weights
 * @param warnings what the linter repaired or left out, one line each
 * @param summary of the data, in words
 */
public record TrialInputs(List<String> classes, String fingerprint, List<String> warnings, List<String> summary) {
    public TrialInputs {
        classes = List.copyOf(classes);
        warnings = List.copyOf(warnings);
        summary = List.copyOf(summary);
    }

    /** Inputs of which there is nothing to say. */
    public TrialInputs(List<String> classes, String fingerprint, List<String> warnings) {
        this(classes, fingerprint, warnings, List.of());
    }
}
