package dev.roilab.backbone;

import dev.roilab.backbone.BackboneSettings.SmallResnet.Shortcut;
import dev.roilab.nn.Layer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Residual;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One block of a {@link SmallResnet} with what is added to it.
 *
 * @param first its first 3 x 3 convolution among the stage's
 */
record SmallBlock(BackboneSettings.SmallResnet settings, DilatedStage.Kernels kernels, int first, Widths widths) {
    /**
     * Channels.
     *
     * @param inner of its convolutions but the last
     * @param stride of its first 3 x 3 convolution
     */
    record Widths(int inputs, int inner, int outputs, int stride) {}

    /** One of its convolutions. */
    private record Part(ConvolutionUnits units, Shape kernel, Convolution convolution) {}

    Layer layer(ParameterFactory factory) {
        Layer body = ConvolutionUnits.branch(
                factory, convolutions(factory, parts()), widths.outputs(), settings.squeezeExcitation());
        if (settings.shortcut() == Shortcut.NONE) {
            return body;
        }
        boolean changes = widths.stride() != 1 || widths.inputs() != widths.outputs();
        return new Residual(body, changes ? Optional.of(changing(factory)) : Optional.empty());
    }

    private List<Part> parts() {
        Convolution across = kernels.convolution(widths.stride());
        int inner = widths.inner();
        if (settings.blocks() == ResidualBlock.BASIC) {
            return List.of(
                    new Part(kernels.units(first), kernel(inner, widths.inputs(), 3), across),
                    new Part(kernels.units(first + 1), kernel(widths.outputs(), inner, 3), kernels.convolution(1)));
        }
        Convolution pointwise = Convolution.of(1, 0);
        return List.of(
                new Part(kernels.units(), kernel(inner, widths.inputs(), 1), pointwise),
                new Part(kernels.units(first), kernel(inner, inner, 3), across),
                new Part(kernels.units(), kernel(widths.outputs(), inner, 1), pointwise));
    }

    private List<Layer> convolutions(ParameterFactory factory, List<Part> parts) {
        List<Layer> layers = new ArrayList<>();
        for (int number = 1; number <= parts.size(); number++) {
            Part part = parts.get(number - 1);
            layers.add(
                    settings.shortcut() == Shortcut.NONE
                            ? part.units()
                                    .unit(
                                            factory,
                                            ConvolutionUnits.Names.numbered(number),
                                            part.kernel(),
                                            part.convolution(),
                                            Activation.RELU)
                            : inBranch(factory, part, number, number == parts.size()));
        }
        return layers;
    }

    private static Layer inBranch(ParameterFactory factory, Part part, int number, boolean last) {
        return last
                ? part.units().lastUnit(factory, number, part.kernel(), part.convolution())
                : part.units().branchUnit(factory, number, part.kernel(), part.convolution());
    }

    /** What stands for the identity where a block's input has other cells and channels than its output. */
    private Layer changing(ParameterFactory factory) {
        return settings.shortcut() == Shortcut.IDENTITY
                ? new PaddedIdentity(factory.engine(), widths.inputs(), widths.outputs(), widths.stride())
                : kernels.units()
                        .unit(
                                factory,
                                ConvolutionUnits.Names.DOWNSAMPLE,
                                kernel(widths.outputs(), widths.inputs(), 1),
                                Convolution.of(widths.stride(), 0),
                                Activation.NONE);
    }

    private static Shape kernel(int outputs, int inputs, int size) {
        return Shape.of(outputs, inputs, size, size);
    }
}
