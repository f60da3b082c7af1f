package dev.roilab.eval;

import java.util.List;
import java.util.OptionalDouble;

/** VOC average precision of each class, by label. */
public record VocResult(List<ClassResult> classes) {
    public VocResult {
        classes = List.copyOf(classes);
    }

    /**
     * One class.
     *
     * @param averagePrecision in [0, 1]; empty where the class has no object that counts
     * @param positives number of objects that count
     */
    public record ClassResult(OptionalDouble averagePrecision, int positives, int truePositives, int falsePositives) {}

    /** The mean over the classes that have an object. */
    public OptionalDouble mean() {
        return classes.stream()
                .map(ClassResult::averagePrecision)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
    }
}
