package dev.roilab.data;

import dev.roilab.geometry.Box;
import java.util.Arrays;

/**
 * Warps windows of an image to squares of one size, whatever their shape, with a border of context: R-CNN
 * (arXiv:1311.2524), section 2.1 and appendix A. At the size of the square, {@code padding} pixels on each side show
 * what lies around the window. Where that is beyond the image there is the mean colour, which is 0 after normalisation.
 *
 * <p>Bilinear, pixel centres at half. Each output row blends two rows of the image, then blends along the row: this
 * costs half of four taps a pixel, and the first half is a plain loop over contiguous numbers.
 */
public final class CropWarper {
    private static final int CHANNELS = 3;

    private final int size;
    private final int padding;

    /**
     * A warper.
     *
     * @param size side of the square, pixels
     * @param padding pixels of context on each side of it (R-CNN: 16 at a size of 227)
     */
    public CropWarper(int size, int padding) {
        if (size < 1 || padding < 0 || 2 * padding >= size) {
            throw new IllegalArgumentException(
                    "a crop of %d pixels has no room for %d of context on each side".formatted(size, padding));
        }
        this.size = size;
        this.padding = padding;
    }

    /** Side of a crop, pixels. */
    public int size() {
        return size;
    }

    /**
     * What a crop of this window shows: the window grown by its context.
     *
     * @param window with extent
     */
    Box withContext(Box window) {
        double grow = (double) padding / (size - 2 * padding);
        return new Box(
                window.x1() - grow * window.width(),
                window.y1() - grow * window.height(),
                window.x2() + grow * window.width(),
                window.y2() + grow * window.height());
    }

    /**
     * Where things of the image lie in a crop.
     *
     * @param window with extent
     */
    public Placement placement(Box window, boolean flip) {
        return Placement.cropped(withContext(window), size, size, flip);
    }

    /** Numbers of one crop. */
    public int cropLength() {
        return CHANNELS * size * size;
    }

    /**
     * Warps one window; safe to call from several threads.
     *
     * @param window in pixels of the image, with extent
     * @param flip whether the crop is mirrored left to right
     * @param crops receives [3, size, size] from {@code start} on, normalised as {@link ImagePreparation} does; zeros
     *     before
     */
    public void warp(Pixels image, Box window, boolean flip, float[] crops, int start) {
        Box shown = withContext(window);
        var across = Taps.of(shown.x1(), shown.x2(), size, image.width());
        var down = Taps.of(shown.y1(), shown.y2(), size, image.height());
        int first = across.first();
        float[] row = new float[CHANNELS * (across.end() - first)];
        for (int y = 0; y < size; y++) {
            if (down.inside()[y]) {
                int upper = CHANNELS * (down.low()[y] * image.width() + first);
                int lower = CHANNELS * (down.high()[y] * image.width() + first);
                blend(image.rgb(), upper, lower, down.part()[y], row);
                interpolate(row, across, flip, crops, start + y * size);
            }
        }
    }

    private static void blend(byte[] rgb, int upper, int lower, float part, float[] row) {
        for (int i = 0; i < row.length; i++) {
            float above = rgb[upper + i] & 0xFF;
            float below = rgb[lower + i] & 0xFF;
            row[i] = above + part * (below - above);
        }
    }

    private void interpolate(float[] row, Taps across, boolean flip, float[] crops, int to) {
        int first = across.first();
        for (int channel = 0; channel < CHANNELS; channel++) {
            float factor = 1 / (255 * ImagePreparation.DEVIATION[channel]);
            float shift = -ImagePreparation.MEAN[channel] / ImagePreparation.DEVIATION[channel];
            int start = to + channel * size * size;
            for (int x = 0; x < size; x++) {
                if (across.inside()[x]) {
                    float left = row[CHANNELS * (across.low()[x] - first) + channel];
                    float right = row[CHANNELS * (across.high()[x] - first) + channel];
                    float level = left + across.part()[x] * (right - left);
                    crops[start + (flip ? size - 1 - x : x)] = level * factor + shift;
                }
            }
        }
    }

    /**
     * Where the pixels of one axis of a crop lie in the image.
     *
     * @param inside whether the pixel's centre lies in the image
     * @param low the pixel before
     * @param high the pixel behind; the same at the image's border
     * @param part how much the latter counts
     */
    @SuppressWarnings("ArrayRecordComponent") // scratch of one loop
    private record Taps(boolean[] inside, int[] low, int[] high, float[] part) {
        static Taps of(double from, double to, int size, int extent) {
            var taps = new Taps(new boolean[size], new int[size], new int[size], new float[size]);
            for (int i = 0; i < size; i++) {
                double position = from + (i + 0.5) * (to - from) / size;
                taps.inside[i] = position >= 0 && position < extent;
                double cell = Math.clamp(position - 0.5, 0, extent - 1.0);
                taps.low[i] = (int) cell;
                taps.high[i] = Math.min(taps.low[i] + 1, extent - 1);
                taps.part[i] = (float) (cell - taps.low[i]);
            }
            return taps;
        }

        int first() {
            return Arrays.stream(low).min().orElse(0);
        }

        /** One beyond the last pixel that is read. */
        int end() {
            return Arrays.stream(high).max().orElse(-1) + 1;
        }
    }
}
