package dev.roilab.task.localization;

import dev.roilab.data.Annotation;
import dev.roilab.data.Placement;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.util.Comparator;
import java.util.Optional;

/**
 * The class of a picture and where what it is named for lies.
 *
 * @param label index among the data set's classes, from 0
 * @param box in pixels of the picture
 */
public record LocatedClass(int label, Box box) implements Annotation<LocatedClass> {
    /** Of the largest of a picture's objects, the first of equals; absent where it has none. */
    public static Optional<LocatedClass> of(TrueObjects annotated) {
        return annotated.objects().stream()
                .max(Comparator.comparingDouble(object -> object.box().area()))
                .map(LocatedClass::of);
    }

    private static LocatedClass of(TrueObject object) {
        return new LocatedClass(object.label(), object.box());
    }

    @Override
    public LocatedClass placed(Placement placement) {
        return new LocatedClass(label, placement.place(box));
    }
}
