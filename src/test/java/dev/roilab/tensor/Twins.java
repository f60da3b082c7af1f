package dev.roilab.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Slow, obvious versions of an engine's operations, on plain arrays in double precision and logical order. */
final class Twins {
    private Twins() {}

    /** Numbers in [-1, 1) that single precision holds exactly. */
    static float[] random(long seed, Shape shape) {
        var random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-1024, 1024) / 1024f;
        }
        return values;
    }

    static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    /** Gradient of {@code sum of upstream * function(x)} by central differences. */
    static double[] slope(UnaryOperator<double[]> function, double[] x, float[] upstream) {
        double step = 1e-4;
        double[] gradient = new double[x.length];
        double[] moved = x.clone();
        for (int i = 0; i < x.length; i++) {
            moved[i] = x[i] + step;
            double above = dot(function.apply(moved), upstream);
            moved[i] = x[i] - step;
            gradient[i] = (above - dot(function.apply(moved), upstream)) / (2 * step);
            moved[i] = x[i];
        }
        return gradient;
    }

    private static double dot(double[] values, float[] weights) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * weights[i];
        }
        return sum;
    }

    static void requireClose(String what, float[] found, double[] expected, double tolerance) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            // Written so that NaN fails.
            if (!(Math.abs(found[i] - expected[i]) <= allowed)) {
                throw new AssertionError(
                        what + ": element " + i + " is " + found[i] + ", expected " + expected[i] + " +- " + allowed);
            }
        }
    }

    static double[] convolution(
            double[] input, Shape inputShape, double[] weights, Shape weightShape, double[] bias, Convolution how) {
        Shape shape = how.outputShape(inputShape, weightShape);
        double[] output = new double[Math.toIntExact(shape.elements())];
        int perGroup = shape.size(1) / how.groups();
        int next = 0;
        for (int n = 0; n < shape.size(0); n++) {
            for (int o = 0; o < shape.size(1); o++) {
                for (int y = 0; y < shape.size(2); y++) {
                    for (int x = 0; x < shape.size(3); x++) {
                        double sum = bias.length == 0 ? 0 : bias[o];
                        for (int i = 0; i < weightShape.size(1); i++) {
                            int channel = o / perGroup * weightShape.size(1) + i;
                            for (int ky = 0; ky < weightShape.size(2); ky++) {
                                for (int kx = 0; kx < weightShape.size(3); kx++) {
                                    int inY = y * how.strideY() - how.padding().top() + ky * how.dilationY();
                                    int inX = x * how.strideX() - how.padding().left() + kx * how.dilationX();
                                    if (inside(inputShape, inY, inX)) {
                                        sum += input[index(inputShape, n, channel, inY, inX)]
                                                * weights[index(weightShape, o, i, ky, kx)];
                                    }
                                }
                            }
                        }
                        output[next++] = sum;
                    }
                }
            }
        }
        return output;
    }

    static double[] product(
            double[] a, Shape shapeA, boolean transposeA, double[] b, Shape shapeB, boolean transposeB) {
        int rows = shapeA.size(transposeA ? 1 : 0);
        int inner = shapeA.size(transposeA ? 0 : 1);
        int columns = shapeB.size(transposeB ? 0 : 1);
        double[] result = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                for (int i = 0; i < inner; i++) {
                    double left = transposeA ? a[i * rows + r] : a[r * inner + i];
                    double right = transposeB ? b[c * inner + i] : b[i * columns + c];
                    result[r * columns + c] += left * right;
                }
            }
        }
        return result;
    }

    enum Pool {
        MAX,
        MEAN_INSIDE,
        MEAN_ALL
    }

    static double[] pool(double[] input, Shape inputShape, Pooling how, Pool kind) {
        Shape shape = how.outputShape(inputShape);
        double[] output = new double[Math.toIntExact(shape.elements())];
        int next = 0;
        for (int n = 0; n < shape.size(0); n++) {
            for (int c = 0; c < shape.size(1); c++) {
                for (int y = 0; y < shape.size(2); y++) {
                    for (int x = 0; x < shape.size(3); x++) {
                        double greatest = Double.NEGATIVE_INFINITY;
                        double sum = 0;
                        int cells = 0;
                        for (int ky = 0; ky < how.kernelY(); ky++) {
                            for (int kx = 0; kx < how.kernelX(); kx++) {
                                int inY = y * how.strideY() - how.padding().top() + ky * how.dilationY();
                                int inX = x * how.strideX() - how.padding().left() + kx * how.dilationX();
                                if (inside(inputShape, inY, inX)) {
                                    double value = input[index(inputShape, n, c, inY, inX)];
                                    greatest = Math.max(greatest, value);
                                    sum += value;
                                    cells++;
                                }
                            }
                        }
                        output[next++] = switch (kind) {
                            case MAX -> greatest;
                            case MEAN_INSIDE -> sum / cells;
                            case MEAN_ALL -> sum / (how.kernelY() * how.kernelX());
                        };
                    }
                }
            }
        }
        return output;
    }

    static double[] batchNorm(double[] input, Shape shape, double[] scale, double[] shift, double epsilon) {
        double[] output = new double[input.length];
        int cells = shape.size(2) * shape.size(3);
        int count = shape.size(0) * cells;
        for (int c = 0; c < shape.size(1); c++) {
            double mean = 0;
            double variance = 0;
            for (int k = 0; k < count; k++) {
                mean += input[channelIndex(shape, c, k)] / count;
            }
            for (int k = 0; k < count; k++) {
                double difference = input[channelIndex(shape, c, k)] - mean;
                variance += difference * difference / count;
            }
            for (int k = 0; k < count; k++) {
                int at = channelIndex(shape, c, k);
                output[at] = (input[at] - mean) / Math.sqrt(variance + epsilon) * scale[c] + shift[c];
            }
        }
        return output;
    }

    /** Where the k-th cell of a channel lies, counted over all images. */
    static int channelIndex(Shape shape, int channel, int k) {
        int cells = shape.size(2) * shape.size(3);
        return (k / cells * shape.size(1) + channel) * cells + k % cells;
    }

    static int index(Shape shape, int a, int b, int c, int d) {
        return ((a * shape.size(1) + b) * shape.size(2) + c) * shape.size(3) + d;
    }

    private static boolean inside(Shape shape, int y, int x) {
        return y >= 0 && y < shape.size(2) && x >= 0 && x < shape.size(3);
    }
}
