package dev.roilab.run.executor;

import dev.roilab.yaml.Doubt;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a trial reads from outside, looked at before anything is trained.
 *
 * @param classes names of the classes that the trial's task tells apart
 * @param contents hashes of data, pretraining data, proposals and weights, by what they are
 * @param warnings what the linter repaired or left out, one line each
 * @param doubts settings that are possible on these data and hardly meant
 * @param summary of the data, in words
 * @param testImages how many pictures the test split has, where there are pictures
 */
public record TrialInputs(
        List<String> classes,
        Map<String, String> contents,
        List<String> warnings,
        List<Doubt> doubts,
        List<String> summary,
        Optional<Integer> testImages) {
    public TrialInputs {
        classes = List.copyOf(classes);
        contents = Collections.unmodifiableMap(new LinkedHashMap<>(contents));
        warnings = List.copyOf(warnings);
        doubts = List.copyOf(doubts);
        summary = List.copyOf(summary);
    }

    /** Inputs of which there is nothing to say. */
    public TrialInputs(List<String> classes, Map<String, String> contents, List<String> warnings) {
        this(classes, contents, warnings, List.of(), List.of(), Optional.empty());
    }
}
