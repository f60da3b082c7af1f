package dev.roilab.proposal;

import java.util.Arrays;

/**
 * Sizes, bounding boxes and histograms of regions, with room for those that arise when all of them merge; and the
 * similarities of two regions (Uijlings et al., IJCV 2013, section 3.2, equations 1 to 4).
 *
 * <p>Similarities are integers, {@link #ONE} for one: their sum has no rounding that could depend on the order of the
 * terms, and equal ones are equal exactly.
 */
final class RegionFeatures {
    /** The similarity of a region to itself; counts up to this are exact as floats. */
    static final int ONE = 1 << 24;

    private final int regions;
    private final int imageSize;
    private final int bins;
    private final int colourBins;
    private final int[] sizes;
    /** [2 * regions - 1, 4]: x1, y1, x2, y2, the latter two exclusive. */
    private final int[] corners;
    /** [2 * regions - 1, bins]: pixels. */
    private final int[] counts;
    /** [2 * regions - 1, bins]: parts of all pixels counted for colour, or for texture, of the region. */
    private final int[] parts;

    /**
     * The features of a segmentation's regions.
     *
     * @param image where its pixels fall
     */
    RegionFeatures(Segmentation segmentation, PixelBins image) {
        regions = segmentation.regions();
        int[] labels = segmentation.labels();
        imageSize = labels.length;
        int[] initialSizes = new int[regions];
        int[] initialCorners = new int[4 * regions];
        measure(segmentation, image.width(), initialSizes, initialCorners);
        int all = 2 * regions - 1;
        sizes = Arrays.copyOf(initialSizes, all);
        corners = Arrays.copyOf(initialCorners, 4 * all);
        bins = image.bins();
        colourBins = image.colourBins();
        counts = Arrays.copyOf(image.count(labels, initialSizes), all * bins);
        parts = new int[all * bins];
        for (int region = 0; region < regions; region++) {
            normalise(region);
        }
    }

    private static void measure(Segmentation segmentation, int width, int[] sizes, int[] corners) {
        int[] labels = segmentation.labels();
        for (int pixel = 0; pixel < labels.length; pixel++) {
            int region = labels[pixel];
            int x = pixel % width;
            int y = pixel / width;
            int corner = 4 * region;
            if (sizes[region]++ == 0) {
                corners[corner] = x;
                corners[corner + 1] = y;
            }
            corners[corner] = Math.min(corners[corner], x);
            corners[corner + 2] = Math.max(corners[corner + 2], x + 1);
            corners[corner + 3] = y + 1;
        }
    }

    private void normalise(int region) {
        int row = region * bins;
        int channels = colourBins / PixelBins.COLOURS;
        float perColour = (float) ((double) ONE / ((double) sizes[region] * channels));
        float perTexture = perColour / PixelBins.ORIENTATIONS;
        for (int bin = row; bin < row + colourBins; bin++) {
            parts[bin] = (int) (counts[bin] * perColour);
        }
        for (int bin = row + colourBins; bin < row + bins; bin++) {
            parts[bin] = (int) (counts[bin] * perTexture);
        }
    }

    /** How many regions there were before any merge. */
    int regions() {
        return regions;
    }

    int[] corners() {
        return corners;
    }

    int size(int region) {
        return sizes[region];
    }

    /**
     * Writes what two regions are together.
     *
     * @param merged number of the new region
     */
    void merge(int one, int other, int merged, boolean histograms) {
        sizes[merged] = sizes[one] + sizes[other];
        for (int side = 0; side < 2; side++) {
            corners[4 * merged + side] = Math.min(corners[4 * one + side], corners[4 * other + side]);
            corners[4 * merged + 2 + side] = Math.max(corners[4 * one + 2 + side], corners[4 * other + 2 + side]);
        }
        if (histograms) {
            add(one * bins, other * bins, merged * bins);
            normalise(merged);
        }
    }

    private void add(int one, int other, int merged) {
        for (int bin = 0; bin < bins; bin++) {
            counts[merged + bin] = counts[one + bin] + counts[other + bin];
        }
    }

    /** The sum of the similarities that are in the mix; at most {@link #ONE} for each. */
    int similarity(int one, int other, SimilarityMix mix) {
        int sum = 0;
        if (mix.colour()) {
            sum += colour(one, other);
        }
        if (mix.texture()) {
            sum += texture(one, other);
        }
        if (mix.size()) {
            sum += size(one, other);
        }
        if (mix.fill()) {
            sum += fill(one, other);
        }
        return sum;
    }

    /** The intersection of both colour histograms. */
    int colour(int one, int other) {
        return intersection(one * bins, other * bins, colourBins);
    }

    /** The intersection of both texture histograms. */
    int texture(int one, int other) {
        return intersection(one * bins + colourBins, other * bins + colourBins, bins - colourBins);
    }

    /** The part of the image that both together leave out. */
    int size(int one, int other) {
        return ofImage(imageSize - sizes[one] - sizes[other]);
    }

    /** One less the part of the image that lies in the box around both but in neither. */
    int fill(int one, int other) {
        int a = 4 * one;
        int b = 4 * other;
        int width = Math.max(corners[a + 2], corners[b + 2]) - Math.min(corners[a], corners[b]);
        int height = Math.max(corners[a + 3], corners[b + 3]) - Math.min(corners[a + 1], corners[b + 1]);
        return ofImage(imageSize - (width * height - sizes[one] - sizes[other]));
    }

    private int ofImage(int pixels) {
        return (int) ((long) pixels * ONE / imageSize);
    }

    private int intersection(int one, int other, int count) {
        int sum = 0;
        for (int bin = 0; bin < count; bin++) {
            sum += Math.min(parts[one + bin], parts[other + bin]);
        }
        return sum;
    }
}
