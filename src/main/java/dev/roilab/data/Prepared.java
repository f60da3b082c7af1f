package dev.roilab.data;

import dev.roilab.geometry.Box;

/**
 * A resized image, ready to be put into a batch.
 *
 * @param id of its sample
 * @param pixels after resizing; not flipped, so that copies with and without a flip share them
 * @param placement of the sample's pixels in the batch, which shows it mirrored left to right where that says so
 * @param truth in resized and, if so, flipped pixels
 */
public record Prepared<T extends Annotation<T>>(String id, Pixels pixels, Placement placement, T truth) {
    /** Of a sample whose pixels were resized. */
    static <T extends Annotation<T>> Prepared<T> of(Sample<T> sample, Pixels resized, boolean flipped) {
        Placement placement =
                Placement.resized(sample.width(), sample.height(), resized.width(), resized.height(), flipped);
        return new Prepared<>(sample.id(), resized, placement, sample.truth().placed(placement));
    }

    /** The same mirrored left to right, or back. */
    public Prepared<T> mirrored() {
        var turned = new Placement(
                placement.left(),
                placement.top(),
                placement.scaleX(),
                placement.scaleY(),
                width(),
                height(),
                !flipped());
        return new Prepared<>(id, pixels, turned, truth.placed(new Placement(0, 0, 1, 1, width(), height(), true)));
    }

    /**
     * A square of it, in the pixels that the batch shows: mirrored ones where it is mirrored. Where it reaches over the
     * border, the mean colour is.
     *
     * @param left of the square; may lie outside
     * @param top of the square; may lie outside
     * @param side of it, pixels
     */
    public Prepared<T> cut(int left, int top, int side) {
        int stored = flipped() ? width() - left - side : left;
        var placed = new Placement(
                placement.left() + stored / placement.scaleX(),
                placement.top() + top / placement.scaleY(),
                placement.scaleX(),
                placement.scaleY(),
                side,
                side,
                flipped());
        var window = new Box(left, top, (double) left + side, (double) top + side);
        return new Prepared<>(
                id,
                ImagePreparation.square(pixels, stored, top, side),
                placed,
                truth.placed(Placement.cropped(window, side, side, false)));
    }

    /** Whether the batch shows it mirrored left to right. */
    public boolean flipped() {
        return placement.flipped();
    }

    /** Width after resizing, without padding. */
    public int width() {
        return pixels.width();
    }

    /** Height after resizing, without padding. */
    public int height() {
        return pixels.height();
    }

    /** From original to resized, flipped pixels: for proposals that were made on the original image. */
    public Box toResized(Box original) {
        return placement.place(original);
    }

    /** Back from {@link #toResized}: for detections. */
    public Box toOriginal(Box resized) {
        return placement.back(resized);
    }
}
