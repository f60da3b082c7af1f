package dev.roilab.detect.picture;

import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.OneScale;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;

/** Settings of a test that no system of whole pictures knows. */
public final class WholePictures {
    private WholePictures() {}

    /** The same, and sizes, of a system that is trained at one. */
    public static List<String> refused(ModelSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(OneScale.refused(model, train, test));
        lines.addAll(similar(model, test));
        return lines;
    }

    /** A line for each that is set. */
    public static List<String> refused(ModelSettings model, TestSettings test) {
        List<String> lines = new ArrayList<>(OneScale.refused(model, test));
        lines.addAll(similar(model, test));
        return lines;
    }

    private static List<String> similar(ModelSettings model, TestSettings test) {
        return test.similar().isEmpty()
                ? List.of()
                : List.of("test.similar tells kinds of detectors' errors apart, and model.type is %s; remove it"
                        .formatted(Spelling.typeName(model.getClass())));
    }
}
