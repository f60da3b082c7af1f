package dev.roilab.data.shapes;

import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.data.parts.ObjectKeyPoints;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The named corners of the shapes that point somewhere: arrows and chevrons. Left and right are those of somebody who
 * looks towards the tip, so that a corner keeps its name however the shape is turned, and changes it in a mirror. The
 * other shapes look the same after a part of a turn: none of their points is labelled.
 */
final class ShapeKeyPoints {
    /** A twentieth of an object's size: about what COCO has for a person's face and hands. */
    private static final double SIGMA = 0.05;

    private static final List<String> NAMES = List.of("tip", "left_wing", "right_wing", "left_tail", "right_tail");

    /** The corners, in order. */
    static final KeyPointLayout LAYOUT =
            KeyPointLayout.byName(NAMES, Optional.of(Collections.nCopies(NAMES.size(), SIGMA)));

    private ShapeKeyPoints() {}

    /**
     * Those of one object of a picture; absent where no class of the data set has any.
     *
     * @param objects of the picture, from back to front
     */
    static Optional<ObjectKeyPoints> of(List<ShapeClass> classes, List<Scene.Drawn> objects, int object) {
        if (classes.stream().allMatch(shape -> shape.corners().length == 0)) {
            return Optional.empty();
        }
        Scene.Drawn own = objects.get(object);
        List<Scene.Drawn> front = objects.subList(object + 1, objects.size());
        int[] corners = classes.get(own.label()).corners();
        List<KeyPoint> points = new ArrayList<>(Collections.nCopies(LAYOUT.count(), KeyPoint.UNKNOWN));
        if (own.outline() instanceof Outline.Polygon polygon) {
            for (int point = 0; point < corners.length; point++) {
                double x = polygon.xs()[corners[point] * polygon.parts()];
                double y = polygon.ys()[corners[point] * polygon.parts()];
                boolean hidden =
                        front.stream().anyMatch(other -> other.outline().contains(x, y));
                points.set(point, new KeyPoint(x, y, hidden ? Visibility.OCCLUDED : Visibility.VISIBLE));
            }
        }
        return Optional.of(new ObjectKeyPoints(LAYOUT, points));
    }
}
