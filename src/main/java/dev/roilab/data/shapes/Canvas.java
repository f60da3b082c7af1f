package dev.roilab.data.shapes;

import dev.roilab.data.Pixels;
import java.util.SplittableRandom;

/** What a synthetic picture is painted on, in grey levels that no byte has cut yet. */
final class Canvas {
    /** Of {@link #gaussian} before it is divided. */
    private static final float GAUSSIAN_DEVIATION = (float) Math.sqrt(12 + 1.0 / 12);

    private final int width;
    private final int height;
    private final float[] levels;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.levels = new float[width * height * 3];
    }

    /** Paints all of it. */
    void fill(Paint paint, Texture texture) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                blend(y * width + x, paint, texture.at(x, y), 1);
            }
        }
    }

    /** @param texture counted from the upper left corner of the mask */
    void draw(Coverage mask, Paint paint, Texture texture) {
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                float part = mask.values()[y * mask.width() + x];
                if (part > 0) {
                    blend((mask.y() + y) * width + mask.x() + x, paint, texture.at(x, y), part);
                }
            }
        }
    }

    private void blend(int pixel, Paint paint, double texture, float part) {
        float red = (float) (paint.red() + texture * paint.varyRed());
        float green = (float) (paint.green() + texture * paint.varyGreen());
        float blue = (float) (paint.blue() + texture * paint.varyBlue());
        int at = 3 * pixel;
        levels[at] += part * (red - levels[at]);
        levels[at + 1] += part * (green - levels[at + 1]);
        levels[at + 2] += part * (blue - levels[at + 2]);
    }

    /** @param noise standard deviation, grey levels */
    Pixels pixels(double noise, SplittableRandom random) {
        byte[] rgb = new byte[levels.length];
        float deviation = (float) noise;
        for (int i = 0; i < levels.length; i++) {
            float value = deviation == 0 ? levels[i] : levels[i] + deviation * gaussian(random.nextLong());
            rgb[i] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
        return new Pixels(width, height, rgb);
    }

    /**
     * A number of mean 0 and variance 1, Gaussian to the eye of any test on pixels: the count of ones among 48 random
     * bits (variance 12), its steps filled by a uniform number of the other 16 (variance 1/12). The library's own
     * {@code nextGaussian} may change its algorithm with the JDK, and the pictures with it.
     */
    private static float gaussian(long bits) {
        int ones = Long.bitCount(bits >>> 16);
        float fraction = (bits & 0xFFFF) / 65536f;
        return (ones - 24 + fraction - 0.5f) / GAUSSIAN_DEVIATION;
    }
}
