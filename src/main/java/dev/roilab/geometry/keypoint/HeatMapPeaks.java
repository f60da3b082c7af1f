package dev.roilab.geometry.keypoint;

import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * From the heat maps of a region to its key points, as torchvision's {@code heatmaps_to_keypoints} does: each map is
 * resized to the region's size in whole pixels, by bicubic interpolation, and the middle of the highest pixel is the
 * key point; of equal ones that of the upper row, then the left one.
 */
public final class HeatMapPeaks {
    private HeatMapPeaks() {}

    /**
     * A found key point.
     *
     * @param x in continuous pixels of the picture
     * @param y in continuous pixels of the picture
     * @param score the resized map's value there, a logit
     */
    public record Peak(double x, double y, double score) {}

    /**
     * The key points of one region.
     *
     * @param maps [K, S, S], row by row: logits
     * @param points K
     * @param box of the region, in continuous pixels; counts as at least one pixel wide and high
     * @throws IllegalArgumentException if the numbers do not make so many square maps
     */
    public static List<Peak> find(float[] maps, int points, Box box) {
        int side = side(maps.length, points);
        double width = Math.max(box.width(), 1);
        double height = Math.max(box.height(), 1);
        var columns = new CubicAxis(side, (int) Math.ceil(width));
        var rows = new CubicAxis(side, (int) Math.ceil(height));
        List<Peak> peaks = new ArrayList<>();
        for (int point = 0; point < points; point++) {
            Peak pixel = highest(columns.resizeRows(maps, point * side * side, side), columns.size(), rows);
            peaks.add(new Peak(
                    box.x1() + pixel.x * (width / columns.size()),
                    box.y1() + pixel.y * (height / rows.size()),
                    pixel.score));
        }
        return peaks;
    }

    private static int side(int numbers, int points) {
        int side = points < 1 ? 0 : (int) Math.round(Math.sqrt(numbers / (double) points));
        if (side == 0 || side * side * points != numbers) {
            throw new IllegalArgumentException(
                    numbers + " numbers of heat maps for " + points + " key points, expected square maps");
        }
        return side;
    }

    /** The middle of the highest pixel, in pixels of the resized map. */
    private static Peak highest(double[] widened, int width, CubicAxis rows) {
        double best = Double.NEGATIVE_INFINITY;
        int bestX = 0;
        int bestY = 0;
        double[] row = new double[width];
        for (int y = 0; y < rows.size(); y++) {
            rows.mix(widened, y, row);
            for (int x = 0; x < width; x++) {
                if (row[x] > best) {
                    best = row[x];
                    bestX = x;
                    bestY = y;
                }
            }
        }
        return new Peak(bestX + 0.5, bestY + 0.5, best);
    }
}
