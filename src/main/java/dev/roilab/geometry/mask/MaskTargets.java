package dev.roilab.geometry.mask;

import dev.roilab.geometry.Box;
import java.util.Arrays;

/**
 * What a mask branch learns of an object: its mask inside a box, as a grid of as many cells for every box (Mask R-CNN,
 * arXiv:1703.06870, section 3). The grid is torchvision's {@code project_masks_on_boxes}: RoIAlign of the mask taken as
 * a picture of zeros and ones, without the half-pixel shift, with as many samples a cell as pixels, rounded up. A value
 * is thus the part of its cell that is inside, smoothed over about a pixel.
 *
 * <p>Such sampling is separable: a cell is a weighted sum over columns of weighted sums over rows, and the weights of a
 * run of pixels are a difference of two running sums.
 */
public final class MaskTargets {
    private MaskTargets() {}

    /**
     * The grid of one box.
     *
     * @param box in continuous pixels; may reach beyond the picture, where there is no object
     * @param cells of a side of the grid, M
     * @return [M, M] in [0, 1], row by row
     */
    public static float[] project(RunLengthMask mask, Box box, int cells) {
        if (cells < 1) {
            throw new IllegalArgumentException("a mask's grid has " + cells + " cells a side, expected at least 1");
        }
        var rows = new CellWeights(box.y1(), box.y2(), cells, mask.height());
        var columns = new CellWeights(box.x1(), box.x2(), cells, mask.width());
        double[] grid = new double[cells * cells];
        double[] column = new double[cells];
        for (int x = columns.first(); x < columns.end(); x++) {
            if (addColumn(mask, x, rows, column)) {
                columns.spread(x, column, grid);
            }
        }
        float[] target = new float[grid.length];
        for (int i = 0; i < grid.length; i++) {
            target[i] = (float) grid[i];
        }
        return target;
    }

    /** What each row of cells has of a column of pixels; false if nothing. */
    private static boolean addColumn(RunLengthMask mask, int x, CellWeights rows, double[] column) {
        int[] runs = mask.runs();
        int start = x * mask.height();
        int from = start + rows.first();
        int to = start + rows.end();
        int run = from < to ? mask.firstRunEndingAfter(from) : runs.length;
        if (run == runs.length || runs[run] >= to) {
            return false;
        }
        Arrays.fill(column, 0);
        for (; run < runs.length && runs[run] < to; run += 2) {
            rows.addRun(Math.max(from, runs[run]) - start, Math.min(to, runs[run + 1]) - start, column);
        }
        return true;
    }
}
