package dev.roilab.data;

import java.util.List;

/**
 * A data set, split and checked.
 *
 * @param classes names of the foreground classes; labels index them
 * @param fingerprint hash of everything that decides its content: files and annotations, or generator and seed
 * @param warnings what the linter repaired or left out, one line each
 * @param remarks what there is besides and was not read, one line each
 */
public record DetectionData(
        String name,
        List<String> classes,
        List<Sample> train,
        List<Sample> test,
        String fingerprint,
        List<String> warnings,
        List<String> remarks) {
    public DetectionData {
        classes = List.copyOf(classes);
        train = List.copyOf(train);
        test = List.copyOf(test);
        warnings = List.copyOf(warnings);
        remarks = List.copyOf(remarks);
    }

    /** A data set of which everything was read. */
    public DetectionData(
            String name,
            List<String> classes,
            List<Sample> train,
            List<Sample> test,
            String fingerprint,
            List<String> warnings) {
        this(name, classes, train, test, fingerprint, warnings, List.of());
    }
}
