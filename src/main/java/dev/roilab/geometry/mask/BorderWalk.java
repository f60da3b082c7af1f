package dev.roilab.geometry.mask;

import java.util.Arrays;

/**
 * Walks along a polygon's border in fifths of a pixel and notes where it crosses the middles of columns. The walk goes
 * one step at a time along the longer of an edge's two sides; only its steps across a middle are computed.
 *
 * <p>The steps left and right of the middle of column x are {@code 5 x + 2} and {@code 5 x + 3}. A crossing is as high
 * as the higher of its two steps, rounded up to the next pixel's middle. The casts to integers are those of C: towards
 * zero.
 */
final class BorderWalk {
    private static final int STEPS = 5;
    private static final int LEFT_OF_MIDDLE = 2;
    private static final int RIGHT_OF_MIDDLE = 3;

    private final int height;
    private final int width;
    private final IntList flips = new IntList();

    BorderWalk(int height, int width) {
        this.height = height;
        this.width = width;
    }

    /** @param polygon x1, y1, x2, y2, ... */
    RunLengthMask around(double[] polygon) {
        int x = step(polygon[polygon.length - 2]);
        int y = step(polygon[polygon.length - 1]);
        for (int place = 0; place < polygon.length; place += 2) {
            int nextX = step(polygon[place]);
            int nextY = step(polygon[place + 1]);
            edge(x, y, nextX, nextY);
            x = nextX;
            y = nextY;
        }
        Arrays.sort(flips.array(), 0, flips.size());
        return RunLengthMask.ofFlips(height, width, flips.array(), flips.size());
    }

    private static int step(double coordinate) {
        return (int) (STEPS * coordinate + 0.5);
    }

    private void edge(int x1, int y1, int x2, int y2) {
        boolean flat = Math.abs(x2 - x1) >= Math.abs(y2 - y1);
        boolean backward = flat ? x1 > x2 : y1 > y2;
        int startX = backward ? x2 : x1;
        int startY = backward ? y2 : y1;
        int first = Math.max(0, Math.ceilDiv(Math.min(x1, x2) - LEFT_OF_MIDDLE, STEPS));
        int last = Math.min(width - 1, Math.floorDiv(Math.max(x1, x2) - RIGHT_OF_MIDDLE, STEPS));
        if (first > last) {
            return;
        }
        if (flat) {
            double slope = (double) (backward ? y1 - y2 : y2 - y1) / Math.abs(x2 - x1);
            for (int column = first; column <= last; column++) {
                int along = STEPS * column + LEFT_OF_MIDDLE - startX;
                int before = (int) (startY + slope * along + 0.5);
                int after = (int) (startY + slope * (along + 1) + 0.5);
                cross(column, Math.min(before, after));
            }
        } else {
            int length = Math.abs(y2 - y1);
            double slope = (double) (backward ? x1 - x2 : x2 - x1) / length;
            for (int column = first; column <= last; column++) {
                cross(column, startY + arrival(column, startX, slope, length) - 1);
            }
        }
    }

    /** The first step on the far side of a column's middle; computed, then corrected by what rounding makes of it. */
    private static int arrival(int column, int startX, double slope, int length) {
        int border = STEPS * column + RIGHT_OF_MIDDLE;
        int along = Math.clamp((long) Math.ceil((border - 0.5 - startX) / slope), 1, length);
        while (along > 1 && isBeyond(border, startX, slope, along - 1)) {
            along--;
        }
        while (along < length && !isBeyond(border, startX, slope, along)) {
            along++;
        }
        return along;
    }

    private static boolean isBeyond(int border, int startX, double slope, int along) {
        return (int) (startX + slope * along + 0.5) >= border == slope > 0;
    }

    private void cross(int column, int step) {
        double y = Math.ceil((step + 0.5) / STEPS - 0.5);
        flips.add(column * height + (int) Math.clamp(y, 0, height));
    }
}
