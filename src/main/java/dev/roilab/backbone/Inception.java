package dev.roilab.backbone;

import dev.roilab.nn.CeilMaxPool2d;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Parallel;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Sequential;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import java.util.List;

/**
 * The inception module: GoogLeNet (arXiv:1409.4842), figure 2 b. Four branches over one map, [N, I, H, W], side by
 * side, [N, O, H, W]: a 1 x 1 convolution, two kernels behind reductions, and a pooling before a projection. As in
 * torchvision, whose published weights have it so, the third branch's kernel is 3 x 3, the paper's 5 x 5. Without the 1
 * x 1 convolutions around kernels and pooling it is figure 2 a, whose maps have all channels of the input and more.
 *
 * @param single channels of the first branch
 * @param reducedSecond of the second branch's reduction
 * @param second of its 3 x 3 convolution
 * @param reducedThird of the third branch's reduction
 * @param third of its convolution
 * @param projected of the fourth branch
 */
record Inception(int single, int reducedSecond, int second, int reducedThird, int third, int projected) {
    private static final ConvolutionUnits.Names NAMES = new ConvolutionUnits.Names("conv", "bn");
    private static final int KERNEL = 3;

    /** The module with its channels multiplied. */
    Inception widened(double width) {
        return new Inception(
                Stages.widened(single, width),
                Stages.widened(reducedSecond, width),
                Stages.widened(second, width),
                Stages.widened(reducedThird, width),
                Stages.widened(third, width),
                Stages.widened(projected, width));
    }

    /** Channels of its map over one of so many. */
    int outputs(int inputs, boolean reduces) {
        return single + second + third + (reduces ? projected : inputs);
    }

    /** The branches over a map of so many channels, under torchvision's names. */
    Layer layer(ConvolutionUnits units, ParameterFactory factory, int inputs, boolean reduces) {
        return reduces ? reducing(units, factory, inputs) : naive(units, factory, inputs);
    }

    /** Figure 2 a. */
    private Layer naive(ConvolutionUnits units, ParameterFactory factory, int inputs) {
        return new Parallel(List.of(
                unit(units, factory.in("branch1"), inputs, single, 1),
                unit(units, factory.in("branch2"), inputs, second, KERNEL),
                unit(units, factory.in("branch3"), inputs, third, KERNEL),
                new CeilMaxPool2d(Pooling.of(KERNEL, 1, 1))));
    }

    private Layer reducing(ConvolutionUnits units, ParameterFactory factory, int inputs) {
        return new Parallel(List.of(
                unit(units, factory.in("branch1"), inputs, single, 1),
                behindReduction(units, factory.in("branch2"), inputs, reducedSecond, second),
                behindReduction(units, factory.in("branch3"), inputs, reducedThird, third),
                Sequential.of(
                        new CeilMaxPool2d(Pooling.of(KERNEL, 1, 1)),
                        unit(units, factory.in("branch4").in("1"), inputs, projected, 1))));
    }

    private static Layer behindReduction(
            ConvolutionUnits units, ParameterFactory factory, int inputs, int reduced, int outputs) {
        return Sequential.of(
                unit(units, factory.in("0"), inputs, reduced, 1),
                unit(units, factory.in("1"), reduced, outputs, KERNEL));
    }

    /** A convolution that keeps the map's size, normalised and rectified. */
    static Layer unit(ConvolutionUnits units, ParameterFactory factory, int inputs, int outputs, int kernel) {
        return unit(units, factory, Shape.of(outputs, inputs, kernel, kernel), Convolution.of(1, kernel / 2));
    }

    /** torchvision's {@code BasicConv2d}. */
    static Layer unit(ConvolutionUnits units, ParameterFactory factory, Shape kernel, Convolution convolution) {
        return units.unit(factory, NAMES, kernel, convolution, Activation.RELU);
    }
}
