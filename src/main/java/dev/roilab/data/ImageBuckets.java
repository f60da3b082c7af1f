package dev.roilab.data;

/**
 * Rounds the sides of a batch up to a multiple of {@value #STEP}: every stride divides them, and few distinct shapes
 * occur, so that an engine can use its prepared operations again.
 */
public final class ImageBuckets {
    static final int STEP = 32;

    private ImageBuckets() {}

    public static int roundUp(int side) {
        return roundUp(side, STEP);
    }

    /** @param step pixels, of which the side becomes a multiple */
    static int roundUp(int side, int step) {
        return (side + step - 1) / step * step;
    }
}
