package dev.roilab.proposal;

/**
 * Into which bins of its region's histograms each pixel of an image falls (Uijlings et al., IJCV 2013, section 3.2).
 *
 * <p>A region's row of bins: for each channel {@link #COLOURS} of colour, then for each channel and each of
 * {@link #ORIENTATIONS} orientations {@link #RESPONSES} of texture, the response of a Gaussian derivative (sigma 1).
 * Colours divide 0 to 255 evenly; responses divide zero to the largest one of the channel in this image evenly, and
 * negative ones count as zero. Opposite orientations have opposite responses, so that a pixel has one bin above the
 * lowest in at most half of them: only these are stored, and {@link #count} adds the rest.
 */
final class PixelBins {
    static final int COLOURS = 25;
    static final int ORIENTATIONS = 8;
    static final int RESPONSES = 10;

    private static final int AXES = ORIENTATIONS / 2;
    private static final double SIGMA = 1;

    private final int width;
    private final int channels;
    /** [H * W, channels * (1 + AXES)]: places in a row of bins. */
    private final short[] places;

    private PixelBins(int width, int channels, short[] places) {
        this.width = width;
        this.channels = channels;
        this.places = places;
    }

    /**
     * The bins of an image.
     *
     * @param image [channels][H * W], unsigned
     */
    static PixelBins of(byte[][] image, int width) {
        int channels = image.length;
        int pixels = image[0].length;
        var bins = new PixelBins(width, channels, new short[pixels * channels * (1 + AXES)]);
        for (int channel = 0; channel < channels; channel++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                int bin = (image[channel][pixel] & 0xFF) * COLOURS / 256;
                bins.places[bins.place(pixel, channel)] = (short) (channel * COLOURS + bin);
            }
            bins.addTexture(image[channel], width, channel);
        }
        return bins;
    }

    private void addTexture(byte[] plane, int width, int channel) {
        float[] smoothing = Gaussian.smoothing(SIGMA);
        float[] derivative = Gaussian.derivative(SIGMA);
        float[] across = Gaussian.filter(plane, width, derivative, smoothing);
        float[] down = Gaussian.filter(plane, width, smoothing, derivative);
        float[] responses = new float[plane.length];
        float largest = 0;
        for (int axis = 0; axis < AXES; axis++) {
            respond(across, down, axis, responses);
            for (float response : responses) {
                largest = Math.max(largest, Math.abs(response));
            }
        }
        float binsPerUnit = largest == 0 ? 0 : RESPONSES / largest;
        int row = channels * COLOURS + channel * ORIENTATIONS * RESPONSES;
        for (int axis = 0; axis < AXES; axis++) {
            respond(across, down, axis, responses);
            for (int pixel = 0; pixel < responses.length; pixel++) {
                float response = responses[pixel];
                int orientation = response > 0 ? axis : axis + AXES;
                int bin = Math.min((int) (Math.abs(response) * binsPerUnit), RESPONSES - 1);
                places[place(pixel, channels + channel * AXES + axis)] = (short) (row + orientation * RESPONSES + bin);
            }
        }
    }

    private static void respond(float[] across, float[] down, int axis, float[] responses) {
        double angle = Math.PI * axis / AXES;
        float cosine = (float) Math.cos(angle);
        float sine = (float) Math.sin(angle);
        for (int pixel = 0; pixel < responses.length; pixel++) {
            responses[pixel] = cosine * across[pixel] + sine * down[pixel];
        }
    }

    private int place(int pixel, int entry) {
        return pixel * channels * (1 + AXES) + entry;
    }

    /** Pixels across. */
    int width() {
        return width;
    }

    /** Bins of a region's row. */
    int bins() {
        return channels * (COLOURS + ORIENTATIONS * RESPONSES);
    }

    /** How many of them, the first ones, are of colour. */
    int colourBins() {
        return channels * COLOURS;
    }

    /** Pixels in each bin of each region, [regions, bins]. */
    int[] count(int[] labels, int[] sizes) {
        int bins = bins();
        int[] counts = new int[sizes.length * bins];
        int entries = channels * (1 + AXES);
        for (int pixel = 0; pixel < labels.length; pixel++) {
            int row = labels[pixel] * bins;
            for (int entry = pixel * entries; entry < (pixel + 1) * entries; entry++) {
                counts[row + places[entry]]++;
            }
        }
        for (int region = 0; region < sizes.length; region++) {
            for (int start = colourBins(); start < bins; start += RESPONSES) {
                countLowest(counts, region * bins + start, sizes[region]);
            }
        }
        return counts;
    }

    private static void countLowest(int[] counts, int start, int size) {
        int above = 0;
        for (int bin = 1; bin < RESPONSES; bin++) {
            above += counts[start + bin];
        }
        counts[start] = size - above;
    }
}
