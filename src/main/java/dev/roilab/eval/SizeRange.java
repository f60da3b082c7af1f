package dev.roilab.eval;

/** COCO's size classes, by area in square pixels; both ends belong to the range. */
public enum SizeRange {
    ALL(0, 0, 1e10),
    SMALL(1, 0, 32 * 32),
    MEDIUM(2, 32 * 32, 96 * 96),
    LARGE(3, 96 * 96, 1e10);

    private final int index;
    private final double least;
    private final double greatest;

    SizeRange(int index, double least, double greatest) {
        this.index = index;
        this.least = least;
        this.greatest = greatest;
    }

    /** Where arrays keep this range. */
    int index() {
        return index;
    }

    boolean contains(double area) {
        return area >= least && area <= greatest;
    }
}
