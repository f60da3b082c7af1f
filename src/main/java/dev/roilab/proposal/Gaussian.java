package dev.roilab.proposal;

import java.util.Arrays;

/** Separable filters of one image plane with sampled Gaussians; beyond the edge the outermost pixels continue. */
final class Gaussian {
    /** Beyond this many standard deviations a Gaussian is below a thousandth of its peak. */
    private static final double REACH = 4;

    private Gaussian() {}

    /** Weights that sum to one. */
    static float[] smoothing(double sigma) {
        int radius = (int) Math.ceil(REACH * sigma);
        double[] values = new double[2 * radius + 1];
        for (int tap = -radius; tap <= radius; tap++) {
            values[tap + radius] = Math.exp(-0.5 * tap * tap / (sigma * sigma));
        }
        double sum = Arrays.stream(values).sum();
        float[] kernel = new float[values.length];
        for (int tap = 0; tap < kernel.length; tap++) {
            kernel[tap] = (float) (values[tap] / sum);
        }
        return kernel;
    }

    /** Weights whose response to a ramp of slope one is one. */
    static float[] derivative(double sigma) {
        int radius = (int) Math.ceil(REACH * sigma);
        double[] values = new double[2 * radius + 1];
        double response = 0;
        for (int tap = -radius; tap <= radius; tap++) {
            values[tap + radius] = tap * Math.exp(-0.5 * tap * tap / (sigma * sigma));
            response += tap * values[tap + radius];
        }
        float[] kernel = new float[values.length];
        for (int tap = 0; tap < kernel.length; tap++) {
            kernel[tap] = (float) (values[tap] / response);
        }
        return kernel;
    }

    /**
     * Correlates a plane with one kernel along its rows and another along its columns.
     *
     * @param plane [H * W], unsigned bytes
     * @param across weights along a row, odd in number
     * @param down weights along a column, odd in number
     * @return [H * W]
     */
    static float[] filter(byte[] plane, int width, float[] across, float[] down) {
        int height = plane.length / width;
        float[] rows = new float[plane.length];
        float[] padded = new float[width + across.length - 1];
        float[] filtered = new float[width];
        for (int y = 0; y < height; y++) {
            pad(plane, y * width, width, padded);
            Arrays.fill(filtered, 0);
            for (int tap = 0; tap < across.length; tap++) {
                add(padded, tap, across[tap], filtered, 0, width);
            }
            System.arraycopy(filtered, 0, rows, y * width, width);
        }
        float[] result = new float[plane.length];
        int radius = down.length / 2;
        for (int y = 0; y < height; y++) {
            for (int tap = 0; tap < down.length; tap++) {
                int row = Math.clamp(y + tap - radius, 0, height - 1);
                add(rows, row * width, down[tap], result, y * width, width);
            }
        }
        return result;
    }

    private static void pad(byte[] plane, int start, int width, float[] padded) {
        int radius = (padded.length - width) / 2;
        Arrays.fill(padded, 0, radius, plane[start] & 0xFF);
        for (int x = 0; x < width; x++) {
            padded[radius + x] = plane[start + x] & 0xFF;
        }
        Arrays.fill(padded, radius + width, padded.length, plane[start + width - 1] & 0xFF);
    }

    private static void add(float[] from, int fromStart, float weight, float[] to, int toStart, int count) {
        for (int i = 0; i < count; i++) {
            to[toStart + i] += weight * from[fromStart + i];
        }
    }
}
