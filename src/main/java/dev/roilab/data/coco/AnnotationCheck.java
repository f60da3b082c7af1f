package dev.roilab.data.coco;

import dev.roilab.data.check.Findings;
import dev.roilab.data.coco.CocoContent.Annotation;
import dev.roilab.data.coco.CocoContent.Image;
import dev.roilab.data.coco.CocoContent.Segmentation;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.mask.PolygonMasks;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the box, the area and the segmentation of an annotation are about the same object. COCO's own files agree
 * with themselves: the area is that of the segmentation, the box the one around it.
 */
final class AnnotationCheck {
    /** Larger differences of areas, in shares of the larger one, are no matter of how borders are drawn. */
    private static final double AREAS_APART = 0.2;

    /** No object is so thin that it fills less of its box. */
    private static final double LEAST_FILLED = 0.01;

    private static final double LEAST_IOU = 0.5;

    /** Pixels that rounding and the ways to count borders move an edge, at most. */
    private static final double EDGES_APART = 2;

    private final Findings findings;

    AnnotationCheck(Findings findings) {
        this.findings = findings;
    }

    /** Tells what does not agree. */
    void look(Annotation annotation, Image image) {
        if (isEmpty(annotation.segmentation(), image)) {
            findings.listed(
                    "segmentations without a pixel",
                    "%s: its segmentation covers no pixel of the picture of %d x %d; its mask is empty, and no mask that is found can match it: correct it, or remove it"
                            .formatted(annotation.text(), image.width(), image.height()));
            return;
        }
        findOtherPlace(annotation);
        findSpeck(annotation);
        annotation.area().ifPresent(area -> {
            if (annotation.segmentation() instanceof Segmentation.None) {
                annotation.corners().ifPresent(box -> findOtherBox(annotation, area, box));
            } else {
                findOtherArea(annotation, area, image);
            }
        });
    }

    private static boolean isEmpty(Segmentation segmentation, Image image) {
        return switch (segmentation) {
            case Segmentation.None _ -> false;
            case Segmentation.Polygons(List<double[]> corners) ->
                PolygonMasks.coverNothing(image.height(), image.width(), corners);
            case Segmentation.Runs(var mask) -> mask.area() == 0;
        };
    }

    private void findSpeck(Annotation annotation) {
        annotation
                .corners()
                .filter(box -> box.width() < 1 || box.height() < 1)
                .ifPresent(box -> findings.warning(
                        "boxes below a pixel",
                        "%s: its bbox %s is less than a pixel across; no system can find it: write pixels, or remove it"
                                .formatted(annotation.text(), CocoObjects.text(box))));
    }

    private void findOtherPlace(Annotation annotation) {
        Optional<Box> covered = annotation.segmentation().bounds();
        Optional<Box> said = annotation.corners();
        if (covered.isEmpty() || said.isEmpty()) {
            return;
        }
        Box box = said.get();
        Box around = covered.get();
        double iou = around.iou(box);
        if (iou < LEAST_IOU && farthest(around, box) > EDGES_APART) {
            findings.warning(
                    "segmentations in another place than their bbox",
                    String.format(
                            Locale.ROOT,
                            "%s: its segmentation lies in %s, but its bbox is %s, an IoU of %.2f; one of them is not this"
                                    + " object's: correct it",
                            annotation.text(),
                            CocoObjects.text(around),
                            CocoObjects.text(box),
                            iou));
        }
    }

    /** Of edges that should be the same, in pixels. */
    static double farthest(Box one, Box other) {
        return Math.max(
                Math.max(Math.abs(one.x1() - other.x1()), Math.abs(one.y1() - other.y1())),
                Math.max(Math.abs(one.x2() - other.x2()), Math.abs(one.y2() - other.y2())));
    }

    private void findOtherBox(Annotation annotation, double area, Box box) {
        boolean larger = area > (box.width() + 1) * (box.height() + 1);
        if (larger || area < LEAST_FILLED * box.area()) {
            findings.warning(
                    larger ? "areas larger than their bbox" : "areas too small for their bbox",
                    String.format(
                            Locale.ROOT,
                            "%s: its area is %.1f, but its bbox %s covers %.1f; sizes are told by area: correct it, or leave"
                                    + " it out for that of the bbox",
                            annotation.text(),
                            area,
                            CocoObjects.text(box),
                            box.area()));
        }
    }

    private void findOtherArea(Annotation annotation, double area, Image image) {
        double covered = switch (annotation.segmentation()) {
            case Segmentation.None _ -> area;
            case Segmentation.Polygons polygons ->
                areApart(area, polygons.area(), polygons.around())
                        ? PolygonMasks.of(image.height(), image.width(), polygons.corners())
                                .area()
                        : area;
            case Segmentation.Runs(var mask) -> mask.area();
        };
        Box around = annotation.segmentation().bounds().orElseThrow();
        if (areApart(area, covered, around)) {
            findings.warning(
                    "areas of another segmentation",
                    String.format(
                            Locale.ROOT,
                            "%s: its area is %.1f, but its segmentation covers %.1f; sizes are told by area: correct it, or leave"
                                    + " it out for that of the segmentation",
                            annotation.text(),
                            area,
                            covered));
        }
    }

    /** By more than a fifth, and by more than half of the pixels along the border. */
    private static boolean areApart(double area, double covered, Box around) {
        double difference = Math.abs(area - covered);
        return difference > AREAS_APART * Math.max(area, covered) && difference > around.width() + around.height();
    }
}
