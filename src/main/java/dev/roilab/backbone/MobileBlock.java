package dev.roilab.backbone;

import dev.roilab.nn.Layer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Sequential;
import dev.roilab.nn.Silu;
import dev.roilab.nn.SqueezeExcitation;
import dev.roilab.nn.StochasticDepth;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A mobile inverted bottleneck, MBConv: MobileNetV2 (arXiv:1801.04381), section 3.4, with squeeze-and-excitation as
 * EfficientNet has it (arXiv:1905.11946, section 4). A 1 x 1 convolution to more channels, a kernel for each channel
 * alone, weighing of the channels, a 1 x 1 convolution to fewer; the input is added where it has the output's shape.
 * [N, I, H, W] to [N, O, H / stride, W / stride], rounded up.
 *
 * @param expansion by how much the first convolution multiplies the channels; there is none for 1
 * @param kernel side of the channels' kernels
 */
record MobileBlock(int expansion, int kernel, int stride, int inputs, int outputs) {
    /** The squeeze leaves this part of the block's input channels. */
    private static final int SQUEEZE = 4;

    boolean isResidual() {
        return stride == 1 && inputs == outputs;
    }

    /**
     * The block under torchvision's names.
     *
     * @param dropped how likely a training step leaves the block out for a picture, where the input is added
     */
    Layer layer(ConvolutionUnits units, ParameterFactory root, double dropped) {
        ParameterFactory factory = root.in("block");
        int inner = inputs * expansion;
        List<Layer> layers = new ArrayList<>();
        if (expansion > 1) {
            layers.add(activated(units, factory.in("0"), Shape.of(inner, inputs, 1, 1), Convolution.of(1, 0)));
        }
        var alone = new Convolution(stride, stride, Padding.of(kernel / 2), 1, 1, inner);
        layers.add(activated(units, place(factory, layers), Shape.of(inner, 1, kernel, kernel), alone));
        layers.add(SqueezeExcitation.withSilu(place(factory, layers), inner, Math.max(1, inputs / SQUEEZE)));
        Shape projection = Shape.of(outputs, inner, 1, 1);
        Convolution same = Convolution.of(1, 0);
        if (!isResidual()) {
            layers.add(units.unit(place(factory, layers), Efficientnet.NAMES, projection, same, Activation.NONE));
            return new Sequential(layers);
        }
        layers.add(units.lastUnit(place(factory, layers), Efficientnet.NAMES, projection, same));
        // What keeps its weights is the same network at each step.
        return new StochasticDepth(new Sequential(layers), root.trained() ? dropped : 0);
    }

    /** For the next layer. */
    private static ParameterFactory place(ParameterFactory factory, List<Layer> layers) {
        return factory.in(String.valueOf(layers.size()));
    }

    /** A convolution, its normalisation, and SiLU. */
    static Layer activated(ConvolutionUnits units, ParameterFactory factory, Shape kernel, Convolution convolution) {
        return Sequential.of(units.unit(factory, Efficientnet.NAMES, kernel, convolution, Activation.NONE), new Silu());
    }
}
