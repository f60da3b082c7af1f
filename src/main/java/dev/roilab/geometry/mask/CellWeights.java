package dev.roilab.geometry.mask;

import java.util.Arrays;

/**
 * How much each pixel along one axis counts for each cell of a region: RoIAlign (arXiv:1703.06870, section 3) in its
 * form without the half-pixel shift. A cell takes the mean of as many evenly spaced samples as it has pixels, rounded
 * up; a sample is interpolated linearly between two pixels, is that at the border up to one pixel beyond it, and zero
 * farther out. A region counts as at least one pixel long.
 */
final class CellWeights {
    private final int cells;
    private final int first;
    private final int end;

    /** Sums over the pixels from the first on, by [cell][pixel]: one more than there are pixels. */
    private final double[][] running;

    CellWeights(double from, double to, int cells, int pixels) {
        if (!Double.isFinite(from) || !Double.isFinite(to)) {
            throw new IllegalArgumentException(
                    "a mask's box reaches from " + from + " to " + to + ", expected finite numbers");
        }
        double cellSize = Math.max(to - from, 1) / cells;
        int samples = (int) Math.ceil(cellSize);
        this.cells = cells;
        this.first = (int) Math.clamp(Math.floor(from), 0, pixels - 1);
        this.end = (int) Math.clamp(Math.ceil(from + cellSize * cells) + 1, Math.min(first + 2, pixels), pixels);
        this.running = new double[cells][end - first + 1];
        double[] weights = new double[end - first];
        for (int cell = 0; cell < cells; cell++) {
            Arrays.fill(weights, 0);
            for (int sample = 0; sample < samples; sample++) {
                double place = from + cellSize * cell + (sample + 0.5) * cellSize / samples;
                if (place >= -1 && place <= pixels) {
                    addSample(Math.max(place, 0), pixels, 1.0 / samples, weights);
                }
            }
            for (int pixel = 0; pixel < weights.length; pixel++) {
                running[cell][pixel + 1] = running[cell][pixel] + weights[pixel];
            }
        }
    }

    private void addSample(double place, int pixels, double weight, double[] weights) {
        int low = (int) place;
        if (low >= pixels - 1) {
            weights[pixels - 1 - first] += weight;
            return;
        }
        weights[low - first] += weight * (1 - (place - low));
        weights[low + 1 - first] += weight * (place - low);
    }

    /** The first pixel that counts for any cell. */
    int first() {
        return first;
    }

    /** One past the last pixel that counts for any cell. */
    int end() {
        return end;
    }

    /** Adds to each cell what the pixels from one to before another weigh. */
    void addRun(int from, int to, double[] sums) {
        for (int cell = 0; cell < cells; cell++) {
            sums[cell] += running[cell][to - first] - running[cell][from - first];
        }
    }

    /**
     * Adds a column of values, one a row of cells, to the columns of cells for which a pixel counts.
     *
     * @param grid [values, cells]
     */
    void spread(int pixel, double[] values, double[] grid) {
        for (int cell = 0; cell < cells; cell++) {
            double weight = running[cell][pixel + 1 - first] - running[cell][pixel - first];
            for (int row = 0; weight != 0 && row < values.length; row++) {
                grid[row * cells + cell] += weight * values[row];
            }
        }
    }
}
