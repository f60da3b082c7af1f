package dev.roilab.data.coco;

import dev.roilab.data.coco.CocoContent.Annotation;
import dev.roilab.data.coco.CocoContent.Image;
import dev.roilab.data.coco.CocoContent.Segmentation;
import dev.roilab.geometry.Box;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds files whose boxes are left, top, right and bottom where COCO's are left, top, width and height. That every box
 * could be so is no sign, as it is with large objects; that many can only be so is one.
 */
final class CornerBoxes {
    /** Fewer boxes can be so by chance. */
    private static final int FEWEST = 5;

    /**
     * Extents are larger than the corner they start from in every box of so many by chance only where objects are
     * large.
     */
    private static final int FEWEST_DOUBTS = 10;

    /** Of all boxes, those that must be so, at least. */
    private static final double SHARE = 0.25;

    /** Pixels by which borders are counted otherwise. */
    private static final double BORDER = 1;

    /** Square pixels. */
    private static final double ROUNDING = 0.5;

    private final String name;
    private int all;
    private int possible;
    private int beyond;
    private int agreed;
    private int told;

    private CornerBoxes(String name) {
        this.name = name;
    }

    /** Of all boxes of a file. */
    static CornerBoxes of(CocoContent content) {
        Map<Long, Image> images = new HashMap<>();
        content.images().forEach(image -> images.put(image.id(), image));
        var boxes = new CornerBoxes(content.name());
        for (Annotation annotation : content.annotations()) {
            Image image = images.get(annotation.image());
            if (image != null && annotation.box().isPresent()) {
                boxes.add(annotation, annotation.box().get(), image);
            }
        }
        return boxes;
    }

    /** What makes them look so. */
    Optional<String> hint() {
        return reason().map(reason ->
                "%s: %s, so that bbox seems to be left, top, right, bottom; COCO's is left, top, width,"
                                .formatted(name, reason)
                        + " height: convert the file");
    }

    /** Where nothing tells which of both they are. */
    Optional<String> doubt() {
        return possible == all && all >= FEWEST_DOUBTS && told == 0 && reason().isEmpty()
                ? Optional.of(
                        "%s: each of the %d boxes would fit its picture as left, top, right, bottom too, and no area or"
                                        .formatted(name, all)
                                + " segmentation tells; they are read as left, top, width, height: look at some")
                : Optional.empty();
    }

    private void add(Annotation annotation, double[] sides, Image image) {
        all++;
        told += annotation.area().isPresent() || !(annotation.segmentation() instanceof Segmentation.None) ? 1 : 0;
        var corners = new Box(sides[0], sides[1], sides[2], sides[3]);
        if (!corners.hasExtent() || sides[2] > image.width() + BORDER || sides[3] > image.height() + BORDER) {
            return;
        }
        possible++;
        Box extents = annotation.corners().orElseThrow();
        if (extents.x2() > image.width() + BORDER || extents.y2() > image.height() + BORDER) {
            beyond++;
        }
        if (fits(annotation, corners) && !fits(annotation, extents)) {
            agreed++;
        }
    }

    /** Whether the area is the box's, with its ends left out or included, or the segmentation fills it. */
    private static boolean fits(Annotation annotation, Box box) {
        boolean ofArea = annotation
                .area()
                .filter(area -> Math.abs(area - box.area()) <= ROUNDING
                        || Math.abs(area - (box.width() + 1) * (box.height() + 1)) <= ROUNDING)
                .isPresent();
        return ofArea
                || annotation
                        .segmentation()
                        .bounds()
                        .filter(around -> AnnotationCheck.farthest(around, box) <= BORDER)
                        .isPresent();
    }

    private Optional<String> reason() {
        if (agreed >= FEWEST && agreed >= SHARE * all) {
            return Optional.of(
                    "the area or segmentation of %d of %d boxes fits them if they end at their last two numbers, and not else"
                            .formatted(agreed, all));
        }
        return possible == all && all >= FEWEST && beyond >= SHARE * all
                ? Optional.of(
                        "%d of %d boxes reach beyond their picture, and none does if they end at their last two numbers"
                                .formatted(beyond, all))
                : Optional.empty();
    }
}
