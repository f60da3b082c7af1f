package dev.roilab.detect.picture;

import dev.roilab.detect.FastRcnnAlone;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;

/** Settings of training and test that no system of whole pictures knows. */
public final class WholePictures {
    private WholePictures() {}

    /** A line for each that is set. */
    public static List<String> refused(ModelSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(FastRcnnAlone.refused(model, train, test));
        if (test.similar().isPresent()) {
            lines.add("test.similar tells kinds of detectors' errors apart, and model.type is %s; remove it"
                    .formatted(Spelling.typeName(model.getClass())));
        }
        return lines;
    }
}
