package dev.roilab.geometry.mask;

import dev.roilab.geometry.Box;

/**
 * From the grid of probabilities that a mask branch gives for a box to the object's mask in the picture (Mask R-CNN,
 * arXiv:1703.06870, section 3.1: resized to the box, binarised at a threshold), as torchvision's
 * {@code paste_masks_in_image} does: a ring of zeros around the grid, the box grown in the same measure and its corners
 * cut to whole pixels, bilinear interpolation with the pixels' middles in place.
 */
public final class MaskPasting {
    private MaskPasting() {}

    /**
     * The pixels whose interpolated probability is at least the threshold.
     *
     * @param probabilities [M, M], row by row
     * @param box in continuous pixels of the picture; what reaches beyond the picture is cut off
     * @param threshold in (0, 1]
     * @throws IllegalArgumentException if the grid is not square, the threshold out of range or the box no box
     */
    public static RunLengthMask paste(float[] probabilities, Box box, int height, int width, double threshold) {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("a mask's threshold is " + threshold + ", expected (0, 1]");
        }
        PaddedGrid grid = PaddedGrid.of(probabilities);
        PastedAxis columns = PastedAxis.of(box.x1(), box.x2(), grid.cells(), width);
        PastedAxis rows = PastedAxis.of(box.y1(), box.y2(), grid.cells(), height);
        RunLengthMask empty = RunLengthMask.empty(height, width);
        if (columns.pixels() == 0 || rows.pixels() == 0) {
            return empty;
        }
        var flips = new IntList();
        double[] column = new double[grid.cells() + 2];
        for (int x = 0; x < columns.pixels(); x++) {
            grid.column(columns.low(x), columns.part(x), column);
            int start = (columns.first() + x) * height + rows.first();
            boolean inside = false;
            for (int y = 0; y < rows.pixels(); y++) {
                if (rows.between(column, y) >= threshold != inside) {
                    inside = !inside;
                    flips.add(start + y);
                }
            }
            if (inside) {
                flips.add(start + rows.pixels());
            }
        }
        return RunLengthMask.ofFlips(height, width, flips.array(), flips.size());
    }
}
