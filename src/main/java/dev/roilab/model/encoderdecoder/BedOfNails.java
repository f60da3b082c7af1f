package dev.roilab.model.encoderdecoder;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Layer;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A map of twice as many rows and columns, [N, C, H, W] to [N, C, 2 H, 2 W]: each cell at the upper left of four, the
 * others zero.
 */
final class BedOfNails implements Layer {
    private static final int FACTOR = 2;

    /** [C, 1, 1, 1] of ones: the convolution takes every second cell, and its gradient puts it back. */
    private final Tensor kernel;

    private final Convolution convolution;

    BedOfNails(Engine engine, int channels) {
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        this.kernel = engine.tensor(ones, Shape.of(channels, 1, 1, 1));
        this.convolution = new Convolution(FACTOR, FACTOR, Padding.of(0), 1, 1, channels);
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        Engine engine = tape.engine();
        Shape map = input.shape();
        Shape enlarged = Shape.of(map.size(0), map.size(1), FACTOR * map.size(2), FACTOR * map.size(3));
        return tape.record(
                engine.convolutions().convolutionInputGradient(input.value(), kernel, enlarged, convolution),
                List.of(input),
                (outputGradient, gradients) -> gradients.add(
                        input,
                        () -> engine.convolutions()
                                .convolution(outputGradient, kernel, null, convolution, Activation.NONE)));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
