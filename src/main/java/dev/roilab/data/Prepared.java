package dev.roilab.data;

import dev.roilab.geometry.Box;
import java.util.List;

/**
 * A resized image, ready to be put into a batch.
 *
 * @param id of its sample
 * @param originalWidth before resizing
 * @param originalHeight before resizing
 * @param pixels after resizing; not flipped, so that copies with and without a flip share them
 * @param flipped whether the batch shows it mirrored left to right
 * @param objects in resized and, if so, flipped pixels
 */
public record Prepared(
        String id, int originalWidth, int originalHeight, Pixels pixels, boolean flipped, List<TrueObject> objects) {
    public Prepared {
        objects = List.copyOf(objects);
    }

    /** Width after resizing, without padding. */
    public int width() {
        return pixels.width();
    }

    /** Height after resizing, without padding. */
    public int height() {
        return pixels.height();
    }

    /** Resized pixels in an original pixel; the actual ratio, after the sides were cut to whole pixels. */
    public double scaleX() {
        return (double) width() / originalWidth;
    }

    /** Resized pixels in an original pixel; the actual ratio, after the sides were cut to whole pixels. */
    public double scaleY() {
        return (double) height() / originalHeight;
    }

    /** From original to resized, flipped pixels: for proposals that were made on the original image. */
    public Box toResized(Box original) {
        Box scaled = original.scale(scaleX(), scaleY());
        return flipped ? scaled.flip(width()) : scaled;
    }

    /** Back from {@link #toResized}: for detections. */
    public Box toOriginal(Box resized) {
        Box upright = flipped ? resized.flip(width()) : resized;
        return upright.scale(1 / scaleX(), 1 / scaleY());
    }
}
