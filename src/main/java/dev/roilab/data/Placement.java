package dev.roilab.data;

import dev.roilab.data.parts.LabelMap;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.mask.PlacedLabels;
import dev.roilab.geometry.mask.PlacedMasks;
import dev.roilab.geometry.mask.RunLengthMask;

/**
 * Where the pixels of a picture lie in one that is made of it: a window of it is cut out, resized, then perhaps
 * mirrored left to right. Positions are continuous; a pixel's centre is at a half.
 *
 * @param left of the window, in pixels of the picture; may lie outside of it
 * @param top of the window, in pixels of the picture; may lie outside of it
 * @param scaleX made pixels in one of the picture
 * @param scaleY made pixels in one of the picture
 * @param width of the made picture, which its mirror image keeps
 * @param height of the made picture
 * @param flipped whether it is mirrored
 */
public record Placement(double left, double top, double scaleX, double scaleY, int width, int height, boolean flipped) {
    /** Ends of a window that lie so near between two pixels, in pixels, have only been rounded. */
    private static final double ROUNDING = 1e-6;

    /**
     * Of the whole picture.
     *
     * @param fromWidth before resizing
     * @param fromHeight before resizing
     * @param width after it
     * @param height after it
     */
    public static Placement resized(int fromWidth, int fromHeight, int width, int height, boolean flipped) {
        return new Placement(0, 0, (double) width / fromWidth, (double) height / fromHeight, width, height, flipped);
    }

    /**
     * Of a window.
     *
     * @param window in pixels of the picture, with extent
     * @param width of what is made of it
     * @param height of what is made of it
     */
    public static Placement cropped(Box window, int width, int height, boolean flipped) {
        return new Placement(
                window.x1(), window.y1(), width / window.width(), height / window.height(), width, height, flipped);
    }

    /** From the picture to what is made of it. */
    public Box place(Box box) {
        Box scaled = box.translate(-left, -top).scale(scaleX, scaleY);
        return flipped ? scaled.flip(width) : scaled;
    }

    /** From the picture to what is made of it; a point that is not to be seen there is not known there. */
    public KeyPoint place(KeyPoint point) {
        if (!point.isLabelled()) {
            return KeyPoint.UNKNOWN;
        }
        double x = (point.x() - left) * scaleX;
        double y = (point.y() - top) * scaleY;
        boolean outside = x < 0 || y < 0 || x > width || y > height;
        return outside ? KeyPoint.UNKNOWN : new KeyPoint(flipped ? width - x : x, y, point.visibility());
    }

    /** From the picture to what is made of it, where a pixel is inside if the one that it shows is. */
    public RunLengthMask place(RunLengthMask mask) {
        return PlacedMasks.of(mask, wholeWindow(), height, width, flipped);
    }

    /**
     * From the picture to what is made of it, where a pixel has the label of the one that it shows, and is ignored if
     * it shows none.
     */
    public LabelMap place(LabelMap map) {
        return LabelMap.made(
                height,
                width,
                () -> PlacedLabels.of(
                        map.labels(), map.height(), map.width(), wholeWindow(), height, width, flipped, (byte)
                                LabelMap.IGNORED));
    }

    private Box wholeWindow() {
        return new Box(whole(left), whole(top), whole(left + width / scaleX), whole(top + height / scaleY));
    }

    private static double whole(double place) {
        double pixel = Math.rint(place);
        return Math.abs(place - pixel) < ROUNDING ? pixel : place;
    }

    /** Back from {@link #place(KeyPoint)}, whatever is known of the point. */
    public KeyPoint back(KeyPoint placed) {
        double x = flipped ? width - placed.x() : placed.x();
        return new KeyPoint(x / scaleX + left, placed.y() / scaleY + top, placed.visibility());
    }

    /** Back from {@link #place(Box)}. */
    public Box back(Box placed) {
        Box upright = flipped ? placed.flip(width) : placed;
        return upright.scale(1 / scaleX, 1 / scaleY).translate(left, top);
    }
}
