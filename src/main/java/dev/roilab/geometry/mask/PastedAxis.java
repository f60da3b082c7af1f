package dev.roilab.geometry.mask;

/**
 * Where the pixels of a pasted mask lie between the cells of its padded grid, along one axis.
 *
 * @param first the first pixel of the picture that the grown box covers
 * @param low by pixel from the first on: the padded cell before it
 * @param part by pixel: how far it is from that cell to the next, in [0, 1)
 */
@SuppressWarnings("ArrayRecordComponent") // working memory of one mask, never compared
record PastedAxis(int first, int[] low, double[] part) {
    /** Of a box's side and a picture's: both in pixels. */
    static PastedAxis of(double from, double to, int cells, int pixels) {
        int padded = cells + 2;
        double half = (to - from) / 2 * padded / cells;
        double centre = (from + to) / 2;
        if (!Double.isFinite(centre) || !Double.isFinite(half)) {
            throw new IllegalArgumentException(
                    "a mask's box reaches from " + from + " to " + to + ", expected finite numbers");
        }
        // Cut towards zero, and the last pixel belongs to the box: torchvision's rounding.
        long start = (long) (centre - half);
        long length = Math.max((long) (centre + half) - start + 1, 1);
        int first = Math.clamp(start, 0, pixels);
        int end = Math.clamp(start + length, first, pixels);
        int[] low = new int[end - first];
        double[] part = new double[end - first];
        double scale = padded / (double) length;
        for (int pixel = first; pixel < end; pixel++) {
            double place = Math.max((pixel - start + 0.5) * scale - 0.5, 0);
            low[pixel - first] = Math.min((int) place, padded - 1);
            part[pixel - first] = place - low[pixel - first];
        }
        return new PastedAxis(first, low, part);
    }

    int pixels() {
        return low.length;
    }

    int low(int pixel) {
        return low[pixel];
    }

    double part(int pixel) {
        return part[pixel];
    }

    /** Interpolates a value for each padded cell at a pixel. */
    double between(double[] cells, int pixel) {
        int before = low[pixel];
        int after = Math.min(before + 1, cells.length - 1);
        return (1 - part[pixel]) * cells[before] + part[pixel] * cells[after];
    }
}
