package dev.roilab.data;

import dev.roilab.geometry.Box;

/**
 * Where the pixels of a picture lie in one that is made of it: a window of it is cut out, resized, then perhaps
 * mirrored left to right. Positions are continuous; a pixel's centre is at a half.
 *
 * @param left of the window, in pixels of the picture; may lie outside of it
 * @param top of the window, in pixels of the picture; may lie outside of it
 * @param scaleX made pixels in one of the picture
 * @param scaleY made pixels in one of the picture
 * @param width of the made picture, which its mirror image keeps
 * @param flipped whether it is mirrored
 */
public record Placement(double left, double top, double scaleX, double scaleY, double width, boolean flipped) {
    /**
     * Of the whole picture.
     *
     * @param fromWidth before resizing
     * @param fromHeight before resizing
     * @param width after it
     * @param height after it
     */
    public static Placement resized(int fromWidth, int fromHeight, int width, int height, boolean flipped) {
        return new Placement(0, 0, (double) width / fromWidth, (double) height / fromHeight, width, flipped);
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
                window.x1(), window.y1(), width / window.width(), height / window.height(), width, flipped);
    }

    /** From the picture to what is made of it. */
    public Box place(Box box) {
        Box scaled = box.translate(-left, -top).scale(scaleX, scaleY);
        return flipped ? scaled.flip(width) : scaled;
    }

    /** Back from {@link #place}. */
    public Box back(Box placed) {
        Box upright = flipped ? placed.flip(width) : placed;
        return upright.scale(1 / scaleX, 1 / scaleY).translate(left, top);
    }
}
