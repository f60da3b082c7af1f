package dev.roilab.model.encoderdecoder;

import dev.roilab.autograd.Parameter;
import dev.roilab.nn.BatchNorm2d;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.ConvTranspose2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Sequential;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The convolutions of encoder and decoder: 3 x 3, then a normalisation or a bias, then ReLU.
 *
 * @param batchNorm whether there is a normalisation
 */
record Units(boolean batchNorm) {
    private static final int KERNEL = 3;

    /** Convolutions of stride 1 one after the other; names {@code 0.conv.weight}, {@code 0.bn.weight}, ... */
    List<Layer> block(ParameterFactory factory, int first, List<Integer> channels) {
        List<Layer> layers = new ArrayList<>();
        for (int place = 1; place < channels.size(); place++) {
            layers.add(convolution(
                    factory.in(String.valueOf(first + place - 1)), channels.get(place - 1), channels.get(place)));
        }
        return layers;
    }

    private Layer convolution(ParameterFactory factory, int inputs, int outputs) {
        Shape kernel = Shape.of(outputs, inputs, KERNEL, KERNEL);
        Convolution convolution = Convolution.of(1, 1);
        ParameterFactory weights = factory.in("conv");
        return batchNorm
                ? normalized(factory, outputs, Conv2d.withoutBias(weights, kernel, convolution, Initializer.heFanIn()))
                : Conv2d.withBias(weights, kernel, convolution, Activation.RELU, Initializer.heFanIn());
    }

    /** As many weights as a convolution has, and maps twice as large: [N, I, H, W] to [N, O, 2 H, 2 W]. */
    Layer transposed(ParameterFactory factory, int inputs, int outputs) {
        ParameterFactory weights = factory.in("conv");
        // A cell of the output meets a quarter of the kernel's cells in the mean.
        Initializer initializer = Initializer.heFanOut().scaled(2);
        Optional<Parameter> bias = batchNorm
                ? Optional.empty()
                : Optional.of(weights.undecayed("bias", Shape.of(outputs), Initializer.zeros()));
        Layer layer = new ConvTranspose2d(
                weights.weight("weight", Shape.of(inputs, outputs, KERNEL, KERNEL), initializer),
                bias,
                Convolution.of(2, 1),
                1,
                batchNorm ? Activation.NONE : Activation.RELU);
        return batchNorm ? normalized(factory, outputs, layer) : layer;
    }

    private static Layer normalized(ParameterFactory factory, int channels, Layer convolution) {
        return Sequential.of(convolution, new BatchNorm2d(factory.in("bn"), channels, Activation.RELU));
    }
}
