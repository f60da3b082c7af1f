package dev.roilab.task.segmentation;

/**
 * The pixels of a map that lie near the contour of their own region: within {@value #PIXELS} px of one with another
 * label, diagonal steps counted as straight ones. That is what {@value #PIXELS} erosions by a square of 3 x 3 take away
 * from each region, as the authors of Boundary IoU (Cheng et al., arXiv:2103.16562) compute its band; unlike theirs,
 * the border of the picture is no contour, since nobody has to find it.
 */
final class ContourBand {
    /** Width of the band inside a region. */
    static final int PIXELS = 2;

    private ContourBand() {}

    /**
     * Whether each pixel is in the band.
     *
     * @param labels [height, width], row by row
     * @return the same
     */
    static boolean[] of(byte[] labels, int height, int width) {
        boolean[] mixedRow = new boolean[labels.length];
        for (int place = 0; place < labels.length; place++) {
            int x = place % width;
            int start = place - x;
            for (int other = Math.max(0, x - PIXELS); other <= Math.min(width - 1, x + PIXELS); other++) {
                mixedRow[place] |= labels[start + other] != labels[place];
            }
        }
        boolean[] band = new boolean[labels.length];
        for (int place = 0; place < labels.length; place++) {
            int y = place / width;
            int x = place % width;
            for (int other = Math.max(0, y - PIXELS); other <= Math.min(height - 1, y + PIXELS); other++) {
                int at = other * width + x;
                // A row whose middle has the label and that is not mixed has the label all along.
                band[place] |= mixedRow[at] || labels[at] != labels[place];
            }
        }
        return band;
    }
}
