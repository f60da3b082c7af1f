package dev.roilab.model.slidingwindow;

import dev.roilab.geometry.Box;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.ArrayList;
import java.util.List;

/**
 * Every window that a sliding-window detector looks at: all positions of all sizes and ratios that fit into the image,
 * the last of each row and column flush with its border.
 *
 * @param sides of the square of equal area, pixels
 * @param ratios height to width
 * @param step distance of neighbouring windows, as a part of their own side
 */
public record WindowGrid(
        @Range(above = 0) List<Double> sides,
        @Range(above = 0) List<Double> ratios,
        @Range(above = 0, max = 1) double step) {
    public WindowGrid {
        sides = List.copyOf(sides);
        ratios = List.copyOf(ratios);
        Ranges.require(WindowGrid.class, sides, ratios, step);
        if (sides.isEmpty() || ratios.isEmpty()) {
            throw new IllegalArgumentException((sides.isEmpty() ? "sides" : "ratios") + " must be at least one number");
        }
    }

    /** The windows of an image of this size; a size larger than the image has none. */
    public List<Box> windows(int imageWidth, int imageHeight) {
        List<Box> windows = new ArrayList<>();
        for (double side : sides) {
            for (double ratio : ratios) {
                double width = side / Math.sqrt(ratio);
                double height = side * Math.sqrt(ratio);
                for (double y : starts(imageHeight, height)) {
                    for (double x : starts(imageWidth, width)) {
                        windows.add(new Box(x, y, x + width, y + height));
                    }
                }
            }
        }
        return List.copyOf(windows);
    }

    private List<Double> starts(int extent, double length) {
        List<Double> starts = new ArrayList<>();
        double last = extent - length;
        for (int i = 0; last >= 0 && i * step * length < last; i++) {
            starts.add(i * step * length);
        }
        if (last >= 0) {
            starts.add(last);
        }
        return starts;
    }
}
