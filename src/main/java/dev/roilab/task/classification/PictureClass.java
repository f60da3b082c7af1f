package dev.roilab.task.classification;

import dev.roilab.data.Annotation;
import dev.roilab.data.Placement;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import java.util.Comparator;
import java.util.Optional;

/**
 * The class of a picture, which stays when the picture is resized, mirrored or cut.
 *
 * @param label index among the data set's classes, from 0
 */
public record PictureClass(int label) implements Annotation<PictureClass> {
    /** That of the largest of a picture's objects, the first of equals; absent where it has none. */
    public static Optional<PictureClass> of(TrueObjects annotated) {
        return annotated.objects().stream()
                .max(Comparator.comparingDouble(object -> object.box().area()))
                .map(TrueObject::label)
                .map(PictureClass::new);
    }

    @Override
    public PictureClass placed(Placement placement) {
        return this;
    }
}
