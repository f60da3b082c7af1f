package dev.roilab.testing;

import dev.roilab.tensor.Shape;

/** Weights by formula, the same as in {@code src/test/golden/generate.py}: nobody need store them. */
public final class Waves {
    private Waves() {}

    /** Of He's variance; biases, which have one axis, between -0.1 and 0.1. */
    public static float[] of(String name, Shape shape) {
        return of(name, shape, 0, 1);
    }

    /**
     * The same, times a height, around a middle.
     *
     * @param middle such as 1 for the factors of batch norm
     */
    public static float[] of(String name, Shape shape, double middle, double height) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        double scale = shape.rank() > 1 ? 2 / Math.sqrt((double) values.length / shape.size(0)) : 0.1;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (middle + height * scale * Math.sin(0.7 * i + name.length() + 0.01 * i * Math.sqrt(i)));
        }
        return values;
    }
}
