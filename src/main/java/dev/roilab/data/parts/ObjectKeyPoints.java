package dev.roilab.data.parts;

import dev.roilab.data.Placement;
import dev.roilab.geometry.keypoint.KeyPoint;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The key points of an object.
 *
 * @param points in the order of the layout
 */
public record ObjectKeyPoints(KeyPointLayout layout, List<KeyPoint> points) {
    /** @throws IllegalArgumentException if there are not as many points as the layout has */
    public ObjectKeyPoints {
        points = List.copyOf(points);
        if (points.size() != layout.count()) {
            throw new IllegalArgumentException("an object has " + points.size() + " key points, expected "
                    + layout.count() + ": " + layout.names());
        }
    }

    /** The same object in a picture that is made of its own; left and right change places in a mirror. */
    public ObjectKeyPoints placed(Placement placement) {
        List<KeyPoint> placed = points.stream().map(placement::place).toList();
        return new ObjectKeyPoints(
                layout,
                placement.flipped()
                        ? IntStream.range(0, placed.size())
                                .mapToObj(point -> placed.get(layout.mirrored().get(point)))
                                .toList()
                        : placed);
    }

    /** Points whose place is known. */
    public int labelled() {
        return (int) points.stream().filter(KeyPoint::isLabelled).count();
    }
}
