package dev.roilab.roi;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;

/** RoIPool, RoIAlign and RoIWarp by plain loops in double precision, straight from their definitions. */
final class RegionTwin {
    private final float[] features;
    private final int channels;
    private final int height;
    private final int width;

    /** @param features [N, C, H, W], row major */
    RegionTwin(float[] features, int channels, int height, int width) {
        this.features = features;
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    private double at(int image, int channel, int y, int x) {
        return features[((image * channels + channel) * height + y) * width + x];
    }

    double roiPool(float[] region, int channel, int py, int px, int cells, double scale) {
        long x1 = half(region[1] * scale);
        long y1 = half(region[2] * scale);
        double cellWidth = Math.max(half(region[3] * scale) - x1 + 1, 1) / (double) cells;
        double cellHeight = Math.max(half(region[4] * scale) - y1 + 1, 1) / (double) cells;
        double best = Double.NEGATIVE_INFINITY;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = y >= y1 + Math.floor(py * cellHeight + 1e-9)
                        && y < y1 + Math.ceil((py + 1) * cellHeight - 1e-9)
                        && x >= x1 + Math.floor(px * cellWidth + 1e-9)
                        && x < x1 + Math.ceil((px + 1) * cellWidth - 1e-9);
                if (inside) {
                    best = Math.max(best, at((int) region[0], channel, y, x));
                }
            }
        }
        return best == Double.NEGATIVE_INFINITY ? 0 : best;
    }

    double sample(float[] region, int channel, int py, int px, int cells, double scale, BilinearSampling sampling) {
        double[] x = axis(region[1] * scale, region[3] * scale, sampling);
        double[] y = axis(region[2] * scale, region[4] * scale, sampling);
        int across = sampling.samplesPerAxis().orElse((int) Math.ceil(x[1] / cells));
        int down = sampling.samplesPerAxis().orElse((int) Math.ceil(y[1] / cells));
        double sum = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < down; i++) {
            for (int j = 0; j < across; j++) {
                double pointY = y[0] + y[1] / cells * (py + (i + 0.5) / down);
                double pointX = x[0] + x[1] / cells * (px + (j + 0.5) / across);
                double value = interpolate((int) region[0], channel, pointY, pointX);
                sum += value;
                best = Math.max(best, value);
            }
        }
        if (down * across <= 0) {
            return 0;
        }
        return sampling.aggregation() == Aggregation.MAX ? best : sum / (down * across);
    }

    /** Start and length on the feature map. */
    private static double[] axis(double from, double to, BilinearSampling sampling) {
        return switch (sampling.edges()) {
            case HALF_PIXEL -> new double[] {from - 0.5, to - from};
            case UNSHIFTED -> new double[] {from, Math.max(to - from, 1)};
            case ROUNDED -> new double[] {half(from) - 0.5, Math.max(half(to) - half(from) + 1, 1)};
        };
    }

    private double interpolate(int image, int channel, double y, double x) {
        if (y < -1 || y > height || x < -1 || x > width) {
            return 0;
        }
        double insideY = Math.clamp(y, 0, height - 1);
        double insideX = Math.clamp(x, 0, width - 1);
        double sum = 0;
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double weight = Math.max(0, 1 - Math.abs(insideY - row)) * Math.max(0, 1 - Math.abs(insideX - column));
                sum += weight * at(image, channel, row, column);
            }
        }
        return sum;
    }

    private static long half(double value) {
        return (long) (Math.signum(value) * Math.floor(Math.abs(value) + 0.5));
    }
}
