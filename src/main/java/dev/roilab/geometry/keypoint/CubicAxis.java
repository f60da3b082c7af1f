package dev.roilab.geometry.keypoint;

/**
 * Cubic convolution along one axis (Keys, Cubic convolution interpolation for digital image processing, 1981), from
 * cells to pixels whose middles lie evenly between them; beyond its ends the first and the last cell go on. With a =
 * -0.75, as PyTorch and OpenCV have it.
 */
final class CubicAxis {
    private static final double A = -0.75;
    private static final int TAPS = 4;

    private final int cells;
    private final int pixels;
    private final int[] taps;
    private final double[] weights;

    CubicAxis(int cells, int pixels) {
        this.cells = cells;
        this.pixels = pixels;
        this.taps = new int[TAPS * pixels];
        this.weights = new double[TAPS * pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            double place = (pixel + 0.5) * cells / pixels - 0.5;
            int cell = (int) Math.floor(place);
            for (int tap = 0; tap < TAPS; tap++) {
                int at = cell - 1 + tap;
                taps[TAPS * pixel + tap] = Math.clamp(at, 0, cells - 1);
                weights[TAPS * pixel + tap] = weight(Math.abs(place - at));
            }
        }
    }

    private static double weight(double distance) {
        if (distance <= 1) {
            return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
        }
        return distance < 2 ? ((A * distance - 5 * A) * distance + 8 * A) * distance - 4 * A : 0;
    }

    /** Pixels along the axis. */
    int size() {
        return pixels;
    }

    /**
     * Widens every row of a map.
     *
     * @param map [rows, cells] from the offset on
     * @return [rows, pixels]
     */
    double[] resizeRows(float[] map, int offset, int rows) {
        double[] widened = new double[rows * pixels];
        for (int row = 0; row < rows; row++) {
            int start = offset + row * cells;
            for (int pixel = 0; pixel < pixels; pixel++) {
                double sum = 0;
                for (int tap = TAPS * pixel; tap < TAPS * (pixel + 1); tap++) {
                    sum += weights[tap] * map[start + taps[tap]];
                }
                widened[row * pixels + pixel] = sum;
            }
        }
        return widened;
    }

    /**
     * The row of a heightened map at a pixel of this axis.
     *
     * @param rows [cells, row.length]
     * @param row is written to
     */
    void mix(double[] rows, int pixel, double[] row) {
        int tap = TAPS * pixel;
        int a = taps[tap] * row.length;
        int b = taps[tap + 1] * row.length;
        int c = taps[tap + 2] * row.length;
        int d = taps[tap + 3] * row.length;
        for (int x = 0; x < row.length; x++) {
            row[x] = weights[tap] * rows[a + x]
                    + weights[tap + 1] * rows[b + x]
                    + weights[tap + 2] * rows[c + x]
                    + weights[tap + 3] * rows[d + x];
        }
    }
}
