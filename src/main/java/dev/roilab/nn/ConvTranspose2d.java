package dev.roilab.nn;

import dev.roilab.autograd.Gradients;
import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Transposed convolution, [N, I, H, W] to [N, O, OH, OW]: the gradient of a convolution as a layer, which makes large
 * maps of small ones. Output size per axis: {@code (in - 1) * stride - padding + dilation * (kernel - 1) + 1 +
 * outputPadding}, of which the convolution makes the input's size.
 *
 * @param weights [I, O / groups, KH, KW]
 * @param bias [O]
 * @param convolution from the output's map to the input's
 * @param outputPadding rows and columns more, fewer than the stride: several sizes give one after a strided convolution
 */
public record ConvTranspose2d(
        Parameter weights, Optional<Parameter> bias, Convolution convolution, int outputPadding, Activation activation)
        implements Layer {
    public ConvTranspose2d {
        int stride = Math.min(convolution.strideY(), convolution.strideX());
        if (outputPadding < 0 || outputPadding >= stride) {
            throw new IllegalArgumentException("the output padding of a transposed convolution is at least 0 and less"
                    + " than its stride of " + stride + ", got " + outputPadding);
        }
    }

    /**
     * A layer with a kernel [I, O / groups, KH, KW] and a bias that starts at 0; names {@code weight} and {@code bias}.
     */
    public static ConvTranspose2d withBias(
            ParameterFactory factory,
            Shape kernel,
            Convolution convolution,
            Activation activation,
            Initializer initializer) {
        Shape channels = Shape.of(Math.multiplyExact(kernel.size(1), convolution.groups()));
        Parameter bias = factory.undecayed("bias", channels, Initializer.zeros());
        Parameter weights = factory.weight("weight", kernel, initializer);
        return new ConvTranspose2d(weights, Optional.of(bias), convolution, 0, activation);
    }

    /** Sizes [N, O, OH, OW] for an input [N, I, H, W]. */
    public Shape outputShape(Shape input) {
        Shape kernel = weights.shape();
        if (input.rank() != 4 || input.size(1) != kernel.size(0)) {
            throw new IllegalArgumentException("a transposed convolution with weights " + kernel + " takes maps [N, "
                    + kernel.size(0) + ", H, W], got " + input);
        }
        Padding padding = convolution.padding();
        int height = cells(input.size(2), convolution.strideY(), padding.top() + padding.bottom())
                + convolution.dilationY() * (kernel.size(2) - 1);
        int width = cells(input.size(3), convolution.strideX(), padding.left() + padding.right())
                + convolution.dilationX() * (kernel.size(3) - 1);
        return Shape.of(input.size(0), kernel.size(1) * convolution.groups(), height, width);
    }

    private int cells(int in, int stride, int padding) {
        return (in - 1) * stride - padding + 1 + outputPadding;
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        Engine engine = tape.engine();
        Variable kernel = tape.variable(weights);
        Optional<Variable> offset = bias.map(tape::variable);
        Tensor output = finished(
                engine,
                engine.convolutions()
                        .convolutionInputGradient(
                                input.value(), kernel.value(), outputShape(input.shape()), convolution),
                offset);
        List<Variable> inputs =
                Stream.concat(Stream.of(input, kernel), offset.stream()).toList();
        return tape.record(output, inputs, (outputGradient, gradients) -> {
            Tensor gradient = FusedActivation.gradient(engine, activation, outputGradient, output);
            deliver(engine, gradient, inputs, gradients);
            FusedActivation.release(gradient, outputGradient);
        });
    }

    /** With bias and activation; ends what it takes. */
    private Tensor finished(Engine engine, Tensor sums, Optional<Variable> offset) {
        if (offset.isEmpty() && activation == Activation.NONE) {
            return sums;
        }
        Shape channels = Shape.of(sums.shape().size(1));
        float[] once = new float[channels.size(0)];
        Arrays.fill(once, 1);
        Tensor ones = engine.tensor(once, channels);
        Tensor result = engine.elementwise()
                .scaleShift(sums, ones, offset.map(Variable::value).orElse(null), activation);
        ones.release();
        sums.release();
        return result;
    }

    private void deliver(Engine engine, Tensor gradient, List<Variable> inputs, Gradients gradients) {
        Variable input = inputs.getFirst();
        Variable kernel = inputs.get(1);
        gradients.add(
                kernel,
                () -> engine.convolutions()
                        .convolutionParameterGradients(gradient, input.value(), kernel.shape(), convolution, false)
                        .weights());
        inputs.stream()
                .skip(2)
                .forEach(offset ->
                        gradients.add(offset, () -> engine.elementwise().channelSums(gradient)));
        gradients.add(
                input,
                () -> engine.convolutions().convolution(gradient, kernel.value(), null, convolution, Activation.NONE));
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(Stream.of(weights), bias.stream()).toList();
    }
}
