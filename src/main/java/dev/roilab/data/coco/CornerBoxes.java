package dev.roilab.data.coco;

import dev.roilab.data.coco.CocoContent.Annotation;
import dev.roilab.data.coco.CocoContent.Image;
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

    /** Of all boxes, those that must be so, at least. */
    private static final double SHARE = 0.25;

    /** Pixels by which borders are counted otherwise. */
    private static final double BORDER = 1;

    /** Square pixels. */
    private static final double ROUNDING = 0.5;

    private int all;
    private int possible;
    private int beyond;
    private int agreed;

    private CornerBoxes() {}

    /** What makes a file's boxes look so. */
    static Optional<String> hint(CocoContent content) {
        Map<Long, Image> images = new HashMap<>();
        content.images().forEach(image -> images.put(image.id(), image));
        var boxes = new CornerBoxes();
        for (Annotation annotation : content.annotations()) {
            Image image = images.get(annotation.image());
            if (image != null && annotation.box().isPresent()) {
                boxes.add(annotation, annotation.box().get(), image);
            }
        }
        return boxes.reason()
                .map(reason -> "%s: %s, so that bbox seems to be left, top, right, bottom; COCO's is left, top, width,"
                                .formatted(content.name(), reason)
                        + " height: convert the file");
    }

    private void add(Annotation annotation, double[] sides, Image image) {
        all++;
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
