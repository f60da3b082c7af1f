package dev.roilab.rpn;

import dev.roilab.geometry.Box;
import dev.roilab.rpn.AnchorSettings.Centre;
import dev.roilab.rpn.AnchorSettings.Rounding;
import java.util.ArrayList;
import java.util.List;

/**
 * All anchors of a map of H x W cells, or of several: Faster R-CNN (arXiv:1506.01497), section 3.1.1. Their order is
 * that of the maps; in a map, of its cells, row by row; in a cell, of the ratios, each with all sizes.
 *
 * <p>Not a list of boxes: of a large image there are tens of thousands, and every training step walks through them.
 */
public final class Anchors {
    private final double[] sides;
    private final List<Level> levels;

    private Anchors(double[] sides, List<Level> levels) {
        this.sides = sides;
        this.levels = levels;
    }

    /**
     * Those of one map.
     *
     * @param first place of its first anchor among those of all maps
     * @param perCell A
     * @param cells H * W
     */
    public record Level(int first, int perCell, int cells) {
        /** How many there are. */
        public int count() {
            return perCell * cells;
        }

        /**
         * Where an anchor's number stands in [N, A, H, W].
         *
         * @param anchor of the map, counted from 0
         */
        int place(int image, int anchor) {
            return (image * perCell + anchor % perCell) * cells + anchor / perCell;
        }

        /**
         * Where the first of an anchor's four numbers stands in [N, 4 * A, H, W]; the others follow {@code cells}
         * apart.
         */
        int placeOfFour(int image, int anchor) {
            return (image * perCell + anchor % perCell) * 4 * cells + anchor / perCell;
        }
    }

    /**
     * The anchors of a map.
     *
     * @param height cells
     * @param width cells
     * @param stride image pixels per cell
     */
    public static Anchors of(AnchorSettings settings, int height, int width, int stride) {
        double[] cell = cell(settings, stride);
        int perCell = settings.count();
        double[] sides = new double[Math.multiplyExact(height * width, 4 * perCell)];
        double shift = settings.centre().orElse(Centre.MIDDLE) == Centre.MIDDLE ? 0.5 : 0;
        int place = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double centreX = (x + shift) * stride;
                double centreY = (y + shift) * stride;
                for (int side = 0; side < cell.length; side += 2) {
                    sides[place++] = centreX + cell[side];
                    sides[place++] = centreY + cell[side + 1];
                }
            }
        }
        return new Anchors(sides, List.of(new Level(0, perCell, height * width)));
    }

    /** Those of several maps, one after the other. */
    public static Anchors joined(List<Anchors> maps) {
        double[] sides =
                new double[maps.stream().mapToInt(map -> map.sides.length).sum()];
        List<Level> levels = new ArrayList<>();
        int first = 0;
        for (Anchors map : maps) {
            System.arraycopy(map.sides, 0, sides, 4 * first, map.sides.length);
            for (Level level : map.levels) {
                levels.add(new Level(first + level.first(), level.perCell(), level.cells()));
            }
            first += map.count();
        }
        return new Anchors(sides, List.copyOf(levels));
    }

    /** The anchors of a cell about the origin: x1, y1, x2, y2 of each. */
    private static double[] cell(AnchorSettings settings, int stride) {
        Rounding rounding = settings.rounding().orElse(Rounding.NONE);
        double[] sides = new double[4 * settings.count()];
        int place = 0;
        for (double ratio : settings.ratios()) {
            for (double size : settings.sizes()) {
                double halfWidth = size / Math.sqrt(ratio) / 2;
                double halfHeight = size * Math.sqrt(ratio) / 2;
                if (rounding == Rounding.HALF_SIDES) {
                    halfWidth = Math.rint(halfWidth);
                    halfHeight = Math.rint(halfHeight);
                } else if (rounding == Rounding.BASE_SIDES) {
                    double width = Math.rint(stride / Math.sqrt(ratio));
                    halfWidth = width * size / stride / 2;
                    halfHeight = Math.rint(width * ratio) * size / stride / 2;
                }
                sides[place++] = -halfWidth;
                sides[place++] = -halfHeight;
                sides[place++] = halfWidth;
                sides[place++] = halfHeight;
            }
        }
        return sides;
    }

    /** How many there are. */
    public int count() {
        return sides.length / 4;
    }

    /** The maps, in order. */
    public List<Level> levels() {
        return levels;
    }

    /** The map that an anchor is of. */
    Level level(int anchor) {
        int place = levels.size() - 1;
        while (levels.get(place).first() > anchor) {
            place--;
        }
        return levels.get(place);
    }

    /** One of them. */
    public Box box(int anchor) {
        int first = 4 * anchor;
        return new Box(sides[first], sides[first + 1], sides[first + 2], sides[first + 3]);
    }

    /** Whether no part of it lies outside of an image. */
    public boolean isInside(int anchor, double imageWidth, double imageHeight) {
        int first = 4 * anchor;
        return sides[first] >= 0
                && sides[first + 1] >= 0
                && sides[first + 2] <= imageWidth
                && sides[first + 3] <= imageHeight;
    }

    /** Its intersection over union with a box. */
    double iou(int anchor, Box box) {
        int first = 4 * anchor;
        double width = Math.min(box.x2(), sides[first + 2]) - Math.max(box.x1(), sides[first]);
        double height = Math.min(box.y2(), sides[first + 3]) - Math.max(box.y1(), sides[first + 1]);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double area = (sides[first + 2] - sides[first]) * (sides[first + 3] - sides[first + 1]);
        return width * height / (area + box.area() - width * height);
    }
}
