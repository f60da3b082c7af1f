package dev.roilab.proposal;

import java.util.SplittableRandom;

/** Small images for tests: [channels][H * W], unsigned. */
final class Pictures {
    private Pictures() {}

    /** Every pixel a colour of its own. */
    static byte[][] noise(int channels, int width, int height, SplittableRandom random) {
        byte[][] image = new byte[channels][width * height];
        for (byte[] plane : image) {
            random.nextBytes(plane);
        }
        return image;
    }

    /** Rectangles over each other, with a little noise: regions, weak and strong edges, and many equal weights. */
    static byte[][] patches(int channels, int width, int height, SplittableRandom random) {
        byte[][] image = new byte[channels][width * height];
        for (int patch = 0; patch < 12; patch++) {
            int left = random.nextInt(width);
            int top = random.nextInt(height);
            int right = random.nextInt(left, width) + 1;
            int bottom = random.nextInt(top, height) + 1;
            for (byte[] plane : image) {
                int grey = random.nextInt(250);
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        plane[y * width + x] = (byte) (grey + random.nextInt(6));
                    }
                }
            }
        }
        return image;
    }

    /** The same values as floats. */
    static float[][] floats(byte[][] image) {
        float[][] floats = new float[image.length][image[0].length];
        for (int channel = 0; channel < image.length; channel++) {
            for (int pixel = 0; pixel < image[channel].length; pixel++) {
                floats[channel][pixel] = image[channel][pixel] & 0xFF;
            }
        }
        return floats;
    }

    /**
     * A grey picture from lines of digits; a digit d is grey level 20 d.
     *
     * @param rows of equal length
     */
    static byte[][] drawn(String... rows) {
        int width = rows[0].length();
        byte[][] image = new byte[1][width * rows.length];
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < width; x++) {
                image[0][y * width + x] = (byte) (20 * Character.digit(rows[y].charAt(x), 10));
            }
        }
        return image;
    }
}
