package dev.roilab.detect;

import dev.roilab.geometry.Box;
import java.util.List;

/**
 * The image sizes of a multi-scale test: SPPnet (arXiv:1406.4729), section 4.1.
 *
 * @param shorterSides of the resized image, pixels (480, 576, 688, 864, 1200)
 * @param window side of the square, pixels, whose area a window should have at its scale (224)
 */
public record ScaleSettings(List<Integer> shorterSides, double window) {
    public ScaleSettings {
        shorterSides = List.copyOf(shorterSides);
        if (shorterSides.isEmpty() || shorterSides.stream().anyMatch(side -> side < 16)) {
            throw new IllegalArgumentException(
                    "shorter_sides must name at least one side, each >= 16, got " + shorterSides);
        }
        if (!(window > 0)) {
            throw new IllegalArgumentException("window must be > 0, got " + window);
        }
    }

    /**
     * The place in {@link #shorterSides} of the scale at which a box has the area nearest {@code window} squared; the
     * first of equals.
     *
     * @param box in pixels of the original image
     * @param imageSide the shorter side of that image
     */
    public int nearest(Box box, double imageSide) {
        int best = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < shorterSides.size(); i++) {
            double factor = shorterSides.get(i) / imageSide;
            double distance = Math.abs(box.area() * factor * factor - window * window);
            if (distance < smallest) {
                smallest = distance;
                best = i;
            }
        }
        return best;
    }
}
