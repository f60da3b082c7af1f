package dev.roilab.data.coco;

import dev.roilab.data.check.Findings;
import dev.roilab.data.check.TwinCheck;
import dev.roilab.data.check.TwinCheck.Relation;
import dev.roilab.data.coco.CocoContent.Annotation;
import dev.roilab.data.coco.CocoContent.Image;
import dev.roilab.data.coco.CocoContent.Segmentation;
import dev.roilab.geometry.mask.PolygonMasks;
import dev.roilab.geometry.mask.RunLengthMask;
import java.util.ArrayList;
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
        check.look(marked, (early, late) -> relation(placed.get(early), placed.get(late), image));
    }

    /** Those of one id are told by it. A crowd in the place of an object would absorb what is found there. */
    private static Relation relation(Annotation one, Annotation other, Image image) {
        if (one.id() == other.id()) {
            return Relation.APART;
        }
        Segmentation mask = one.segmentation();
        Segmentation second = other.segmentation();
        if (mask instanceof Segmentation.None || second instanceof Segmentation.None) {
            return one.crowd() == other.crowd() ? Relation.UNKNOWN : Relation.APART;
        }
        return mask.equals(second) || iou(mask, second, image) >= TwinCheck.NEAR ? Relation.SAME_MASK : Relation.APART;
    }

    /** Zero where one of them does not fit the picture; that is told elsewhere. */
    private static double iou(Segmentation one, Segmentation other, Image image) {
        RunLengthMask mask = pixels(one, image);
        RunLengthMask second = pixels(other, image);
        boolean comparable = mask.width() == second.width() && mask.height() == second.height();
        return comparable ? mask.iou(second) : 0;
    }

    private static RunLengthMask pixels(Segmentation segmentation, Image image) {
        return switch (segmentation) {
            case Segmentation.None _ -> RunLengthMask.empty(image.height(), image.width());
            case Segmentation.Polygons(var corners) -> PolygonMasks.of(image.height(), image.width(), corners);
            case Segmentation.Runs(var mask) -> mask;
        };
    }
}
