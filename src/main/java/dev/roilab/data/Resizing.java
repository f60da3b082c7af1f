package dev.roilab.data;

/** The size that an image is resized to. */
@FunctionalInterface
public interface Resizing {
    /** @return at least one pixel each way */
    Extent resized(int width, int height);

    /** Width and height in pixels. */
    record Extent(int width, int height) {}
}
