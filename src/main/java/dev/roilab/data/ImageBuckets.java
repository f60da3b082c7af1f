package dev.roilab.data;

/**
 * Rounds the sides of a batch up to a multiple of {@value #STEP}: every stride divides them, and few distinct shapes
 * occur, so that an engine can use its prepared operations again.
 */
public final class ImageBuckets {
    private static final int STEP = 32;

    private ImageBuckets() {}

    public static int roundUp(int side) {
        return (side + STEP - 1) / STEP * STEP;
    }
}
