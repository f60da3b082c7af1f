package dev.roilab.testing;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Layer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The gradients that a layer delivers against central differences of {@code L = sum of w_i output_i}, w fixed and of
 * mixed sign.
 */
public final class GradientCheck {
    // Single precision: rounding errs by about 1e-6 / STEP, the curvature of a normalisation by STEP^2.
    private static final float STEP = 1e-2f;
    private static final double TOLERANCE = 2e-3;

    // Elements tried of each tensor, evenly spread.
    private static final int MOST_ELEMENTS = 30;

    private GradientCheck() {}

    /** Random numbers in [-2, 2). */
    public static float[] random(long seed, Shape shape) {
        var random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return values;
    }

    /**
     * Checks the gradients of the input and of every trained parameter, and that no other parameter gets one.
     *
     * @param input the layer's input as a trained parameter
     */
    public static void check(Engine engine, Layer layer, Parameter input) {
        List<Parameter> parameters = new ArrayList<>(layer.parameters());
        parameters.add(input);
        for (Parameter parameter : parameters) {
            float[] found = gradient(engine, layer, input, parameter);
            if (!parameter.isTrained()) {
                if (found.length > 0) {
                    throw new AssertionError(parameter + " is frozen but has a gradient");
                }
                continue;
            }
            float[] values = parameter.value().toFloats();
            int stride = Math.max(1, values.length / MOST_ELEMENTS);
            for (int i = 0; i < values.length; i += stride) {
                double expected = slope(engine, layer, input, parameter, i);
                // Written so that NaN fails.
                if (!(Math.abs(found[i] - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
                    throw new AssertionError("gradient of %s, element %d: found %s, central difference %s"
                            .formatted(parameter, i, found[i], expected));
                }
            }
        }
    }

    private static float[] gradient(Engine engine, Layer layer, Parameter input, Parameter parameter) {
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.recording(engine);
            Variable output = layer.forward(tape, tape.variable(input));
            float[] weights = new float[Math.toIntExact(output.shape().elements())];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = weight(i);
            }
            var seeds = new LinkedHashMap<Variable, Tensor>();
            seeds.put(output, engine.tensor(weights, output.shape()));
            tape.backward(seeds);
            return tape.gradient(parameter).map(Tensor::toFloats).orElse(new float[0]);
        }
    }

    private static double slope(Engine engine, Layer layer, Parameter input, Parameter parameter, int element) {
        float[] values = parameter.value().toFloats();
        float original = values[element];
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
            values[element] = original + (side == 0 ? -STEP : STEP);
            set(engine, parameter, values);
            losses[side] = loss(engine, layer, input);
        }
        values[element] = original;
        set(engine, parameter, values);
        return (losses[1] - losses[0]) / ((original + STEP) - (original - STEP));
    }

    private static double loss(Engine engine, Layer layer, Parameter input) {
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.recording(engine);
            float[] output = layer.forward(tape, tape.variable(input)).value().toFloats();
            double sum = 0;
            for (int i = 0; i < output.length; i++) {
                sum += (double) weight(i) * output[i];
            }
            return sum;
        }
    }

    /** Overwrites a parameter. */
    public static void set(Engine engine, Parameter parameter, float[] values) {
        Tensor source = engine.tensor(values, parameter.shape());
        engine.copy(source, parameter.value());
        source.release();
    }

    private static float weight(int index) {
        return index * 5 % 11 / 11f - 0.4f;
    }
}
