package dev.roilab.backbone;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Layer;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.List;

/**
 * The identity between maps of different size, without parameters: ResNet (arXiv:1512.03385), section 3.3, option A.
 * Every so many cells of the input, and zeros in the channels that it lacks, as many of them before as behind. [N, I,
 * H, W] to [N, O, H / stride, W / stride], rounded up.
 */
final class PaddedIdentity implements Layer {
    /** [O, I, 1, 1]: one where an output channel is an input channel. */
    private final Tensor kernel;

    private final Convolution convolution;

    PaddedIdentity(Engine engine, int inputs, int outputs, int stride) {
        int before = (outputs - inputs) / 2;
        float[] ones = new float[outputs * inputs];
        for (int channel = 0; channel < inputs; channel++) {
            ones[(before + channel) * inputs + channel] = 1;
        }
        this.kernel = engine.tensor(ones, Shape.of(outputs, inputs, 1, 1));
        this.convolution = Convolution.of(stride, 0);
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        Engine engine = tape.engine();
        Tensor output = engine.convolutions().convolution(input.value(), kernel, null, convolution, Activation.NONE);
        return tape.record(
                output,
                List.of(input),
                (outputGradient, gradients) -> gradients.add(
                        input,
                        () -> engine.convolutions()
                                .convolutionInputGradient(outputGradient, kernel, input.shape(), convolution)));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
