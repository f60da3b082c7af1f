package dev.roilab.detect.picture;

import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.OneScale;
import dev.roilab.detect.TestSettings;
import dev.roilab.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;

/** Settings of a test that no system of whole pictures knows. */
public final class WholePictures {
    private WholePictures() {}

    /** A line for each that is set. */
    public static List<String> refused(ModelSettings model, TestSettings test) {
        List<String> lines = new ArrayList<>(OneScale.refused(model, test));
        if (test.similar().isPresent()) {
            lines.add("test.similar tells kinds of detectors' errors apart, and model.type is %s; remove it"
                    .formatted(Spelling.typeName(model.getClass())));
        }
        return lines;
    }
}
