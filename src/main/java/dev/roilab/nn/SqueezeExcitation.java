package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Resampling;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/**
 * Channels weighed by what all of them say of the whole map: squeeze-and-excitation (arXiv:1709.01507), section 3. The
 * mean of each channel, two fully connected layers with an activation between them, and a sigmoid, by which the channel
 * is multiplied. [N, C, H, W] to the same.
 *
 * @param squeeze C to fewer channels, on maps of one cell
 * @param excitation back to C
 */
public record SqueezeExcitation(Layer squeeze, Layer excitation) implements Layer {
    /** With ReLU between the layers; names {@code fc1} and {@code fc2}. */
    public static SqueezeExcitation create(ParameterFactory factory, int channels, int reduced) {
        return new SqueezeExcitation(
                connected(factory.in("fc1"), channels, reduced, Activation.RELU),
                connected(factory.in("fc2"), reduced, channels, Activation.NONE));
    }

    /** With {@link Silu} between the layers, under the same names. */
    public static SqueezeExcitation withSilu(ParameterFactory factory, int channels, int reduced) {
        return new SqueezeExcitation(
                Sequential.of(connected(factory.in("fc1"), channels, reduced, Activation.NONE), new Silu()),
                connected(factory.in("fc2"), reduced, channels, Activation.NONE));
    }

    private static Layer connected(ParameterFactory factory, int inputs, int outputs, Activation activation) {
        return Conv2d.withBias(
                factory, Shape.of(outputs, inputs, 1, 1), Convolution.of(1, 0), activation, Initializer.heFanIn());
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        int height = input.shape().size(2);
        int width = input.shape().size(3);
        var whole = new AveragePool2d(new Pooling(height, width, 1, 1, Padding.of(0), 1, 1));
        Variable said = excitation.forward(tape, squeeze.forward(tape, whole.forward(tape, input)));
        Variable gates = sigmoid(tape, said);
        Variable spread = Upsample2d.resample(tape, gates, new Resampling(height, width, Resampling.Kind.NEAREST));
        Variable output = Product.of(tape, input, spread);
        Intermediate.release(spread, output, input);
        return output;
    }

    private static Variable sigmoid(Tape tape, Variable input) {
        Engine engine = tape.engine();
        Tensor output = engine.elementwise().sigmoid(input.value());
        return tape.record(
                output,
                List.of(input),
                (outputGradient, gradients) ->
                        gradients.add(input, () -> engine.elementwise().sigmoidGradient(outputGradient, output)));
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.of(squeeze, excitation)
                .flatMap(layer -> layer.parameters().stream())
                .toList();
    }
}
