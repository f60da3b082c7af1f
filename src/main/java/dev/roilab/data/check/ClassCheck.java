package dev.roilab.data.check;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import java.util.ArrayList;
import java.util.List;

/** Tells the classes of which a split has no object. */
public final class ClassCheck {
    private final List<String> classes;
    private final Findings findings;

    /** @param classes by label */
    public ClassCheck(List<String> classes, Findings findings) {
        this.classes = classes;
        this.findings = findings;
    }

    /** Of a training split, as it is trained on. */
    public void findUntrained(List<Sample<TrueObjects>> train) {
        List<TrueObject> objects = objects(train);
        absent(objects)
                .forEach(name -> findings.listed(
                        "classes without training objects",
                        "data.classes: no training image has an object of class '%s'; mark some, or leave it out of data.classes"
                                .formatted(name)));
    }

    /** Of a test split; {@code key} is the setting that names it. */
    public void findUntested(List<Sample<TrueObjects>> test, String key) {
        List<TrueObject> counted = objects(test).stream()
                .filter(object -> !object.difficult() && !object.parts().crowd())
                .toList();
        absent(counted)
                .forEach(name -> findings.listed(
                        "classes without test objects",
                        "%s: no test image has an object of class '%s'; it has no average precision, and"
                                        .formatted(key, name)
                                + " the means are over the other classes"));
    }

    private static List<TrueObject> objects(List<Sample<TrueObjects>> samples) {
        return samples.stream()
                .flatMap(sample -> sample.truth().objects().stream())
                .toList();
    }

    private List<String> absent(List<TrueObject> objects) {
        List<String> absent = new ArrayList<>(classes);
        objects.forEach(object -> absent.remove(classes.get(object.label())));
        return absent;
    }
}
