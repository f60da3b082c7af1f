package dev.roilab.geometry.mask;

import dev.roilab.geometry.Box;

/**
 * Masks in pictures that are made of other pictures: a window of one is cut out, resized, then perhaps mirrored left to
 * right. A made pixel is inside if the pixel of the old picture in which its middle falls is: the nearest one, in
 * continuous coordinates, so that mirroring and resizing may change places. What lies beyond the old picture is
 * outside.
 */
public final class PlacedMasks {
    private PlacedMasks() {}

    /**
     * The mask in the made picture.
     *
     * @param window in continuous pixels of the mask's picture; may reach beyond it
     * @param height of the made picture
     * @param width of the made picture
     * @param mirrored whether it is mirrored
     * @throws IllegalArgumentException for a window without extent
     */
    public static RunLengthMask of(RunLengthMask mask, Box window, int height, int width, boolean mirrored) {
        if (!window.hasExtent()) {
            throw new IllegalArgumentException("a mask's window is " + window + ", expected one with extent");
        }
        int[] columns = sources(window.x1(), window.width(), width);
        int[] made = firstMade(sources(window.y1(), window.height(), height), mask.height());
        var flips = new IntList();
        for (int x = 0; x < width; x++) {
            int column = columns[mirrored ? width - 1 - x : x];
            if (column >= 0 && column < mask.width()) {
                placeColumn(mask, column, made, x * height, flips);
            }
        }
        return RunLengthMask.ofFlips(height, width, flips.array(), flips.size());
    }

    private static void placeColumn(RunLengthMask mask, int column, int[] made, int place, IntList flips) {
        int[] runs = mask.runs();
        int start = column * mask.height();
        int end = start + mask.height();
        for (int run = mask.firstRunEndingAfter(start); run < runs.length && runs[run] < end; run += 2) {
            flips.add(place + made[Math.max(runs[run], start) - start]);
            flips.add(place + made[Math.min(runs[run + 1], end) - start]);
        }
    }

    /** The old pixel of each made one, rising; may lie beyond the picture. */
    static int[] sources(double from, double length, int pixels) {
        int[] sources = new int[pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            sources[pixel] = (int) Math.floor(from + (pixel + 0.5) * length / pixels);
        }
        return sources;
    }

    /** For each old pixel, and one past the last, the first made one that comes of it or of a later one. */
    private static int[] firstMade(int[] sources, int pixels) {
        int[] first = new int[pixels + 1];
        int made = 0;
        for (int pixel = 0; pixel <= pixels; pixel++) {
            while (made < sources.length && sources[made] < pixel) {
                made++;
            }
            first[pixel] = made;
        }
        return first;
    }
}
