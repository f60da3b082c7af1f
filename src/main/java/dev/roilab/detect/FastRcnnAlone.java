package dev.roilab.detect;

import dev.roilab.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settings of training and test that no system before Fast R-CNN knows. */
public final class FastRcnnAlone {
    private FastRcnnAlone() {}

    /** A line for each that is set. */
    public static List<String> refused(ModelSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>();
        refuse(lines, model, "train.scales", train.scales());
        refuse(lines, model, "test.scales", test.scales());
        return lines;
    }

    private static void refuse(List<String> lines, ModelSettings model, String path, Optional<?> value) {
        if (value.isPresent()) {
            lines.add("%s is known to fast-rcnn alone, and model.type is %s; remove it"
                    .formatted(path, Spelling.typeName(model.getClass())));
        }
    }
}
