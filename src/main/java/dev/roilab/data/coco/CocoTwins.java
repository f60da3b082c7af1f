package dev.roilab.data.coco;

import dev.roilab.data.check.Findings;
import dev.roilab.data.check.TwinCheck;
import dev.roilab.data.coco.CocoContent.Annotation;
import dev.roilab.data.coco.CocoContent.Image;
import dev.roilab.data.coco.CocoContent.Segmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which annotations of a picture may be of one object: by their places, and not told apart by their masks. */
final class CocoTwins {
    private final TwinCheck check;

    CocoTwins(Findings findings) {
        check = new TwinCheck(findings);
    }

    /** @param ids what the annotations refer to */
    void look(Image image, CocoIds ids) {
        List<Annotation> placed = new ArrayList<>();
        List<TwinCheck.Marked> marked = new ArrayList<>();
        for (Annotation annotation : ids.of(image)) {
            annotation.around().ifPresent(box -> {
                placed.add(annotation);
                marked.add(new TwinCheck.Marked(
                        annotation.text() + " of " + image.fileName(),
                        "annotation %d at %s, %s".formatted(annotation.id(), annotation.place(), CocoObjects.text(box)),
                        ids.category(annotation).name(),
                        box));
            });
        }
        check.look(marked, (early, late) -> mayBeSame(placed.get(early), placed.get(late)));
    }

    /** Those of one id are told by it. */
    private static boolean mayBeSame(Annotation one, Annotation other) {
        return one.id() != other.id()
                && one.crowd() == other.crowd()
                && mayBeSame(one.segmentation(), other.segmentation());
    }

    /** Two objects that fill the picture have one box; their outlines differ. */
    private static boolean mayBeSame(Segmentation one, Segmentation other) {
        if (one instanceof Segmentation.None || other instanceof Segmentation.None || one.equals(other)) {
            return true;
        }
        if (one instanceof Segmentation.Polygons(var corners) && other instanceof Segmentation.Polygons(var others)) {
            return Arrays.deepEquals(corners.toArray(), others.toArray());
        }
        return false;
    }
}
