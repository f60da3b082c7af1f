package dev.roilab.data;

import java.util.List;

/**
 * A data set, split and checked.
 *
 * @param classes names of the foreground classes; labels index them
 * @param fingerprint hash of everything that decides its content: files and annotations, or generator and seed
 * @param warnings what the linter repaired or left out, one line each
 */
public record DetectionData(
        String name,
        List<String> classes,
        List<Sample> train,
        List<Sample> test,
        String fingerprint,
        List<String> warnings) {
    public DetectionData {
        classes = List.copyOf(classes);
        train = List.copyOf(train);
        test = List.copyOf(test);
        warnings = List.copyOf(warnings);
    }
}
