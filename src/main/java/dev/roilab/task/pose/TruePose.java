package dev.roilab.task.pose;

import dev.roilab.data.Annotation;
import dev.roilab.data.Placement;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.ObjectKeyPoints;
import dev.roilab.geometry.Box;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The joints of a picture's object, some of which may be unknown, with the box that errors are measured in.
 *
 * @param box of the object, in continuous pixels of the picture
 * @param joints in the order of their layout
 */
public record TruePose(Box box, ObjectKeyPoints joints) implements Annotation<TruePose> {
    /** Of the first object that has a labelled joint; absent where none has. */
    public static Optional<TruePose> of(TrueObjects annotated) {
        return all(annotated).findFirst();
    }

    /** Of every object that has a labelled joint and is no crowd: a picture of one pose has one. */
    static List<TruePose> allOf(TrueObjects annotated) {
        return all(annotated).toList();
    }

    private static Stream<TruePose> all(TrueObjects annotated) {
        return annotated.objects().stream()
                .filter(object -> !object.parts().crowd())
                .flatMap(TruePose::of);
    }

    private static Stream<TruePose> of(TrueObject object) {
        return object.parts().keyPoints().stream()
                .filter(joints -> joints.labelled() > 0)
                .map(joints -> new TruePose(object.box(), joints));
    }

    /** The larger side of the box, in pixels: what distances are parts of. */
    public double size() {
        return Math.max(box.width(), box.height());
    }

    @Override
    public TruePose placed(Placement placement) {
        return new TruePose(placement.place(box), joints.placed(placement));
    }
}
