package dev.roilab.nn;

import dev.roilab.tensor.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;

/** How a parameter gets its first values. */
@FunctionalInterface
public interface Initializer {
    /** Values for a whole tensor, row major in logical order. */
    float[] values(Shape shape, SplittableRandom random);

    /**
     * He initialisation (arXiv:1502.01852, equation 14): normal with variance {@code 2 / (outputs * kernel cells)},
     * which keeps the size of gradients from layer to layer.
     */
    static Initializer heFanOut() {
        return (shape, random) -> he(shape.size(0) * kernelCells(shape), shape, random);
    }

    /**
     * He initialisation (arXiv:1502.01852, equation 10): normal with variance {@code 2 / (inputs * kernel cells)},
     * which keeps the size of activations from layer to layer.
     */
    static Initializer heFanIn() {
        return (shape, random) -> he(shape.size(1) * kernelCells(shape), shape, random);
    }

    /** Normal numbers around 0. */
    static Initializer normal(double deviation) {
        return (shape, random) -> {
            float[] values = new float[Math.toIntExact(shape.elements())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * random.nextGaussian());
            }
            return values;
        };
    }

    static Initializer constant(double value) {
        return (shape, random) -> {
            float[] values = new float[Math.toIntExact(shape.elements())];
            Arrays.fill(values, (float) value);
            return values;
        };
    }

    static Initializer zeros() {
        return constant(0);
    }

    static Initializer ones() {
        return constant(1);
    }

    /** These values multiplied by {@code factor}. */
    default Initializer scaled(double factor) {
        return (shape, random) -> {
            float[] values = values(shape, random);
            for (int i = 0; i < values.length; i++) {
                values[i] *= (float) factor;
            }
            return values;
        };
    }

    private static float[] he(long fan, Shape shape, SplittableRandom random) {
        return normal(Math.sqrt(2.0 / fan)).values(shape, random);
    }

    private static long kernelCells(Shape shape) {
        return Arrays.stream(shape.toLongs()).skip(2).reduce(1, Math::multiplyExact);
    }
}
