package dev.roilab.statistics;

import java.util.SplittableRandom;

/**
 * Test sets drawn again from a test set's images, with replacement (Efron, Bootstrap methods: another look at the
 * jackknife, 1979). The n-th draw is the same for everything that was tested on as many images, so that the n-th values
 * of two systems form a pair.
 */
public final class ImageDraws {
    private static final long ROOT = 0x5DEECE66DL;

    private ImageDraws() {}

    /**
     * How often each image counts.
     *
     * @param number of the draw, from 0
     * @param images at least one
     */
    public static int[] weights(int number, int images) {
        var random = new SplittableRandom(ROOT + number);
        int[] weights = new int[images];
        for (int i = 0; i < images; i++) {
            weights[random.nextInt(images)]++;
        }
        return weights;
    }
}
