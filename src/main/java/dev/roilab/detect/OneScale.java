package dev.roilab.detect;

import dev.roilab.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scales of training and test, of which systems that see their images at one know none. */
public final class OneScale {
    private OneScale() {}

    /** A line for each that is set. */
    public static List<String> refused(ModelSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(refused(model, "train.scales", train.scales()));
        lines.addAll(refused(model, test));
        return lines;
    }

    /** The same of a system that is trained at several. */
    public static List<String> refused(ModelSettings model, TestSettings test) {
        return refused(model, "test.scales", test.scales());
    }

    private static List<String> refused(ModelSettings model, String path, Optional<?> value) {
        return value.isEmpty()
                ? List.of()
                : List.of("%s is not known to model.type %s; remove it"
                        .formatted(path, Spelling.typeName(model.getClass())));
    }
}
