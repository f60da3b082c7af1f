package dev.roilab.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Numbers for the tests of NaN and infinity; the finite ones are whole and small, so that any precision is exact. */
final class NonFiniteNumbers {
    static final float NAN = Float.NaN;

    static final float INF = Float.POSITIVE_INFINITY;

    /** What the processor makes of infinity minus infinity: its sign bit is set. */
    static final float NEGATIVE_NAN = Float.intBitsToFloat(0xffc00000);

    static final float[] SPECIAL = {NAN, 3, INF, -INF, -2, NEGATIVE_NAN, -0f, 0, 1, Float.intBitsToFloat(0x7f800001)};

    static final float[] SPECIAL_RECTIFIED = {NAN, 3, INF, 0, 0, NAN, 0, 0, 1, NAN};

    private NonFiniteNumbers() {}

    static float[] repeated(float[] numbers, int count) {
        float[] all = new float[count];
        for (int i = 0; i < count; i++) {
            all[i] = numbers[i % numbers.length];
        }
        return all;
    }

    static float[] repeated(float[] numbers) {
        return repeated(numbers, (int) NonFiniteConformance.MAP.elements());
    }

    static float[] filled(int count, float value) {
        float[] all = new float[count];
        Arrays.fill(all, value);
        return all;
    }

    /** Whole numbers from -3 to 3. */
    static float[] whole(long seed, Shape shape) {
        float[] values = Twins.random(seed, shape);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(3 * values[i]);
        }
        return values;
    }

    /** Equal numbers, infinities and NaN at the same places. */
    static void require(String what, float[] found, float[] expected) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            boolean same = Float.isNaN(expected[i]) ? Float.isNaN(found[i]) : found[i] == expected[i];
            if (!same) {
                throw new AssertionError("%s: element %d is %s, expected %s".formatted(what, i, found[i], expected[i]));
            }
        }
    }

    static void require(String what, Tensor found, float... expected) {
        require(what, found.toFloats(), expected);
    }

    static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    static float[] rectified(float[] values) {
        float[] result = values.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.max(result[i], 0);
        }
        return result;
    }

    /** The map as layers hand it on, in the engine's own precision. */
    static Tensor stored(Engine engine, float[] values, Shape shape) {
        int channels = shape.size(1);
        Tensor ones = engine.tensor(filled(channels, 1), Shape.of(channels, 1, 1, 1));
        var each = new Convolution(1, 1, Padding.of(0), 1, 1, channels);
        return engine.convolutions().convolution(engine.tensor(values, shape), ones, null, each, Activation.NONE);
    }

    static long nonFinite(float[] values) {
        long count = 0;
        for (float value : values) {
            count += Float.isFinite(value) ? 0 : 1;
        }
        return count;
    }
}
