package dev.roilab.detect;

import dev.roilab.geometry.Box;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;

/**
 * The image sizes of a multi-scale test: SPPnet (arXiv:1406.4729), section 4.1.
 *
 * @param shorterSides of the resized image, pixels (480, 576, 688, 864, 1200)
 * @param window side of the square, pixels, whose area a window should have at its scale (224)
 */
public record ScaleSettings(
        @Range(min = 16) List<Integer> shorterSides,
        @Range(above = 0) double window) implements PartlyRead {
    public ScaleSettings {
        shorterSides = List.copyOf(shorterSides);
        Ranges.require(ScaleSettings.class, shorterSides, window);
        if (shorterSides.isEmpty()) {
            throw new IllegalArgumentException("shorter_sides must name at least one side");
        }
    }

    @Override
    public List<Unread> unread() {
        return shorterSides.size() == 1
                ? List.of(Unread.keys("every region is taken from the one size that there is", "window"))
                : List.of();
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
