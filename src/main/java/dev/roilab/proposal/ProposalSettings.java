package dev.roilab.proposal;

/** The {@code proposals} block of a study. */
public sealed interface ProposalSettings {
    /** The most proposals used of each image, best first. */
    int count();

    /**
     * Selective search (Uijlings et al., IJCV 2013), with the strategies of OpenCV's ximgproc.
     *
     * @param implementation whose code searches
     * @param mode which of the paper's two sets of strategies
     * @param width images are resized to this many pixels across before the search; 0 leaves them as they are
     * @param smallest proposals with a shorter side than this many image pixels are dropped
     */
    record SelectiveSearch(int count, Implementation implementation, Mode mode, int width, double smallest)
            implements ProposalSettings {}

    /** Whose code searches; docs/decisions/005 compares their boxes and times. */
    enum Implementation {
        OPENCV,
        ROILAB
    }

    /** The paper's strategies: its section 5.4, table 5. */
    enum Mode {
        FAST,
        QUALITY
    }

    /**
     * A regular grid of boxes, no image needed.
     *
     * @param scales side lengths in image pixels, of the square of equal area
     * @param ratios height to width
     * @param step distance of neighbouring boxes, as a part of their own side
     */
    record DenseGrid(int count, java.util.List<Double> scales, java.util.List<Double> ratios, double step)
            implements ProposalSettings {}

    /**
     * Boxes stored by another program: JSON, {@code {"image id": [[x1, y1, x2, y2], ...]}}, best first.
     *
     * @param file the path
     */
    record Stored(int count, String file) implements ProposalSettings {}
}
