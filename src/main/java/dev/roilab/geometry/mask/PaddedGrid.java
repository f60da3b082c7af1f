package dev.roilab.geometry.mask;

/**
 * A square grid of probabilities with a ring of zeros around it, so that a mask may end inside its box.
 *
 * @param cells of a side, without the ring
 * @param values [cells, cells], row by row
 */
@SuppressWarnings("ArrayRecordComponent") // working memory of one mask, never compared
record PaddedGrid(int cells, float[] values) {
    static PaddedGrid of(float[] values) {
        int cells = (int) Math.round(Math.sqrt(values.length));
        if (cells == 0 || cells * cells != values.length) {
            throw new IllegalArgumentException(
                    "a mask's grid has " + values.length + " cells, expected a square number of them");
        }
        return new PaddedGrid(cells, values);
    }

    /** Interpolates between a column of the padded grid and the next one; a value for each padded row. */
    void column(int low, double part, double[] column) {
        int next = Math.min(low + 1, cells + 1);
        for (int row = 1; row <= cells; row++) {
            column[row] = (1 - part) * at(row, low) + part * at(row, next);
        }
    }

    private double at(int row, int column) {
        return column < 1 || column > cells ? 0 : values[(row - 1) * cells + column - 1];
    }
}
