package dev.roilab.detect.staged;

import dev.roilab.autograd.Parameter;
import dev.roilab.nn.Linear;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.train.DivergedException;
import dev.roilab.train.DivergenceGuard;
import java.util.Optional;

/**
 * An affine map on the host: what a stage of training has learned. Shapes: O outputs, I inputs.
 *
 * @param weights [O, I], row major
 * @param bias [O]
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes on their way to an engine; nobody compares them
public record LinearMap(int outputs, int inputs, float[] weights, float[] bias) {
    public LinearMap {
        if (weights.length != Math.multiplyExact(outputs, inputs) || bias.length != outputs) {
            throw new IllegalArgumentException("%d weights and %d biases do not make a map from %d to %d"
                    .formatted(weights.length, bias.length, inputs, outputs));
        }
    }

    /** A map to zeros, to be filled row by row. */
    public static LinearMap zeros(int outputs, int inputs) {
        return new LinearMap(outputs, inputs, new float[Math.multiplyExact(outputs, inputs)], new float[outputs]);
    }

    /** Sets one output: {@code weights . input + bias}. */
    public void setRow(int row, double[] values, double constant) {
        if (values.length != inputs) {
            throw new IllegalArgumentException(values.length + " weights for " + inputs + " inputs");
        }
        for (int i = 0; i < inputs; i++) {
            weights[row * inputs + i] = (float) values[i];
        }
        bias[row] = (float) constant;
    }

    /**
     * This map.
     *
     * @param stage that it comes from, for the message
     * @throws DivergedException if a weight is not finite
     */
    LinearMap requireFinite(String stage) {
        DivergenceGuard.requireFinite(stage, "weights", weights, 0, weights.length);
        DivergenceGuard.requireFinite(stage, "biases", bias, 0, bias.length);
        return this;
    }

    /** The map as a layer in the engine's present scope; nothing trains it further. */
    public Linear layer(Engine engine, String name) {
        return new Linear(
                new Parameter(name + ".weight", engine.tensor(weights, Shape.of(outputs, inputs)), 0, 0),
                Optional.of(new Parameter(name + ".bias", engine.tensor(bias, Shape.of(outputs)), 0, 0)),
                Activation.NONE);
    }
}
