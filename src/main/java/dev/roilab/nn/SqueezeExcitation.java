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
 * mean of each channel, two fully connected layers with a ReLU between them, and a sigmoid, by which the channel is
 * multiplied. [N, C, H, W] to the same.
 *
 * @param squeeze C to fewer channels, on maps of one cell
 * @param excitation back to C
 */
public record SqueezeExcitation(Layer squeeze, Layer excitation) implements Layer {
    /** Names {@code fc1} and {@code fc2}. */
    public static SqueezeExcitation create(ParameterFactory factory, int channels, int reduced) {
        return new SqueezeExcitation(
                Conv2d.withBias(
                        factory.in("fc1"),
                        Shape.of(reduced, channels, 1, 1),
                        Convolution.of(1, 0),
                        Activation.RELU,
                        Initializer.heFanIn()),
                Conv2d.withBias(
                        factory.in("fc2"),
                        Shape.of(channels, reduced, 1, 1),
                        Convolution.of(1, 0),
                        Activation.NONE,
                        Initializer.heFanIn()));
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        int height = input.shape().size(2);
        int width = input.shape().size(3);
        var whole = new AveragePool2d(new Pooling(height, width, 1, 1, Padding.of(0), 1, 1));
        Variable said = excitation.forward(tape, squeeze.forward(tape, whole.forward(tape, input)));
        Variable gates = sigmoid(tape, said);
        Variable spread = Upsample2d.resample(tape, gates, new Resampling(height, width, Resampling.Kind.NEAREST));
        return Product.of(tape, input, spread);
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
