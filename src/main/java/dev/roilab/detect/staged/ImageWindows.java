package dev.roilab.detect.staged;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The windows of one training image that features are computed for: its proposals, then the boxes of its objects.
 *
 * @param boxes in pixels of the original image, each with extent
 * @param objects the last of the boxes are theirs
 */
public record ImageWindows(Sample<TrueObjects> sample, List<Box> boxes, List<TrueObject> objects) {

    /** An image with its proposals and the boxes of its objects. */
    public static ImageWindows of(Sample<TrueObjects> sample, List<Box> proposals) {
        List<TrueObject> objects = sample.truth().objects();
        List<Box> boxes = new ArrayList<>(proposals);
        objects.stream().map(TrueObject::box).forEach(boxes::add);
        return new ImageWindows(sample, List.copyOf(boxes), objects);
    }

    /** How many of the boxes, from the first, are proposals. */
    int proposals() {
        return boxes.size() - objects.size();
    }

    /** The object that a box overlaps most; absent where it overlaps none. */
    Optional<TrueObject> nearest(Box box) {
        double best = 0;
        Optional<TrueObject> nearest = Optional.empty();
        for (TrueObject object : objects) {
            double overlap = object.box().iou(box);
            if (overlap > best) {
                best = overlap;
                nearest = Optional.of(object);
            }
        }
        return nearest;
    }

    /** The largest overlap of a box with an object of one class. */
    double overlap(Box box, int label) {
        return objects.stream()
                .filter(object -> object.label() == label)
                .mapToDouble(object -> object.box().iou(box))
                .max()
                .orElse(0);
    }
}
