package dev.roilab.geometry.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mask of an object outlined by polygons, pixel for pixel as pycocotools draws it ({@code frPyObjects},
 * {@code merge}): a polygon's corners are rounded to fifths of a pixel, its border is walked in such steps, and a
 * column's pixels change where the walk crosses the column's middle. An object of several polygons has the pixels of
 * any of them; a polygon that crosses itself has those around which it goes an odd number of times.
 */
public final class PolygonMasks {
    private static final int LEAST_POINTS = 3;

    /** No picture is so large: a coordinate beyond is no pixel. */
    private static final double FARTHEST = 1e7;

    private PolygonMasks() {}

    /**
     * The mask in a picture of the given size.
     *
     * @param polygons each x1, y1, x2, y2, ... in continuous pixels; parts beyond the picture are cut off
     * @throws IllegalArgumentException that lists every polygon of less than three points, of an odd number of
     *     coordinates or with a coordinate that is no pixel
     */
    public static RunLengthMask of(int height, int width, List<double[]> polygons) {
        RunLengthMask mask = RunLengthMask.empty(height, width);
        requireSound(polygons);
        for (double[] polygon : polygons) {
            RunLengthMask part = new BorderWalk(height, width).around(polygon);
            mask = mask.area() == 0 ? part : mask.union(part);
        }
        return mask;
    }

    /** Whether no pixel is in the mask that {@link #of} draws, which is not kept. */
    public static boolean coverNothing(int height, int width, List<double[]> polygons) {
        requireSound(polygons);
        return polygons.stream()
                .noneMatch(
                        polygon -> new BorderWalk(height, width).around(polygon).area() > 0);
    }

    /**
     * Looks at polygons without drawing them.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static void requireSound(List<double[]> polygons) {
        List<String> problems = problems(polygons);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static List<String> problems(List<double[]> polygons) {
        List<String> problems = new ArrayList<>();
        for (int index = 0; index < polygons.size(); index++) {
            double[] polygon = polygons.get(index);
            String what = "polygon " + (index + 1) + " of " + polygons.size();
            if (polygon.length % 2 != 0) {
                problems.add(what + " has " + polygon.length + " coordinates, expected an x and a y for each point");
            } else if (polygon.length < 2 * LEAST_POINTS) {
                problems.add(what + " has " + polygon.length / 2 + " points, expected at least " + LEAST_POINTS);
            }
            int[] strange = IntStream.range(0, polygon.length)
                    .filter(place -> !(Math.abs(polygon[place]) <= FARTHEST))
                    .toArray();
            if (strange.length > 0) {
                problems.add(what + " has the coordinate " + polygon[strange[0]] + " at place " + (strange[0] + 1)
                        + (strange.length > 1 ? " and " + (strange.length - 1) + " more such" : "")
                        + ", expected pixels");
            }
        }
        return problems;
    }
}
