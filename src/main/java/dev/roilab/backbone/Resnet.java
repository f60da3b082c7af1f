package dev.roilab.backbone;

import dev.roilab.nn.Layer;
import dev.roilab.nn.MaxPool2d;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Residual;
import dev.roilab.nn.Sequential;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deep residual networks (arXiv:1512.03385, table 1) of 18, 34, 50, 101 or 152 layers, without the stages beyond the
 * stride asked for. Names are torchvision's. As there, a bottleneck strides in its 3 x 3 convolution, the paper in its
 * first.
 */
public final class Resnet extends LayerStack {
    private static final int STEM_CHANNELS = 64;
    private static final int STEM_STRIDE = 4;
    // Output channels of a bottleneck for each of its inner ones.
    private static final int EXPANSION = 4;

    /** What the names of the last stage's parameters begin with. */
    static final String LAST = "layer4.";

    /** Builds the network; with no file of weights it is drawn from the factory's streams. */
    public Resnet(BackboneSettings.Resnet settings, ParameterFactory root) {
        var stages = new Stages(root, settings.frozenBelow());
        var placed = new ArrayList<Placed>();
        placed.add(new Placed(stem(units(settings), stages.factory(0)), STEM_STRIDE, STEM_CHANNELS));
        for (int stage = 1; stage <= stages(settings); stage++) {
            int outputs = outputs(settings.depth(), stage);
            int stride = Math.min(STEM_STRIDE << (stage - 1), settings.stride());
            for (Layer block : stage(settings, stages.factory(stage), stage)) {
                placed.add(new Placed(block, stride, outputs));
            }
        }
        super(placed);
    }

    /** Stages after the stem, a dilated one among them. */
    static int stages(BackboneSettings.Resnet settings) {
        return Stages.residualStages(settings.stride())
                + (settings.dilatedStage().isPresent() ? 1 : 0);
    }

    /** Convolutions of 3 x 3 in the stage after a stride; 0 where there is none. */
    static int kernels(int depth, int stride) {
        int stage = Stages.residualStages(stride);
        return stage < blocks(depth).size() ? blocks(depth).get(stage) * (isBottleneck(depth) ? 1 : 2) : 0;
    }

    /** The last stage of a network that has all of them. */
    static Layer lastStage(BackboneSettings.Resnet settings, ParameterFactory root) {
        int last = Stages.residualStages(settings.stride());
        return new Sequential(stage(settings, new Stages(root, settings.frozenBelow()).factory(last), last));
    }

    private static ConvolutionUnits units(BackboneSettings.Resnet settings) {
        int branches = blocks(settings.depth()).stream()
                .limit(stages(settings))
                .mapToInt(Integer::intValue)
                .sum();
        return new ConvolutionUnits(settings.norm(), branches, isBottleneck(settings.depth()) ? 3 : 2);
    }

    /** The blocks of a stage, counted from 1. */
    private static List<Layer> stage(BackboneSettings.Resnet settings, ParameterFactory root, int stage) {
        int inner = STEM_CHANNELS << (stage - 1);
        int outputs = outputs(settings.depth(), stage);
        int inputs = stage == 1 ? STEM_CHANNELS : outputs(settings.depth(), stage - 1);
        ParameterFactory factory = root.in("layer" + stage);
        boolean halves = stage <= Stages.residualStages(settings.stride());
        int each = isBottleneck(settings.depth()) ? 1 : 2;
        int count = blocks(settings.depth()).get(stage - 1);
        var kernels = new DilatedStage.Kernels(
                halves ? Optional.empty() : settings.dilatedStage(), units(settings), count * each);
        List<Layer> made = new ArrayList<>();
        for (int block = 0; block < count; block++) {
            int blockStride = block == 0 && stage > 1 ? kernels.stride(2) : 1;
            var widths = new Widths(inputs, inner, outputs, blockStride);
            made.add(block(settings, factory.in(String.valueOf(block)), widths, kernels, block * each));
            inputs = outputs;
        }
        return made;
    }

    private static boolean isBottleneck(int depth) {
        return depth >= 50;
    }

    /** Channels after a stage, counted from 1. */
    private static int outputs(int depth, int stage) {
        int inner = STEM_CHANNELS << (stage - 1);
        return isBottleneck(depth) ? inner * EXPANSION : inner;
    }

    /** Channels after the last stage. */
    static int channels(BackboneSettings.Resnet settings) {
        return outputs(settings.depth(), stages(settings));
    }

    private record Widths(int inputs, int inner, int outputs, int stride) {}

    private static List<Integer> blocks(int depth) {
        return switch (depth) {
            case 18 -> List.of(2, 2, 2, 2);
            case 34, 50 -> List.of(3, 4, 6, 3);
            case 101 -> List.of(3, 4, 23, 3);
            case 152 -> List.of(3, 8, 36, 3);
            default -> throw new IllegalArgumentException("no ResNet of " + depth + " layers");
        };
    }

    private static Layer stem(ConvolutionUnits units, ParameterFactory factory) {
        return Sequential.of(
                units.unit(
                        factory,
                        ConvolutionUnits.Names.numbered(1),
                        Shape.of(STEM_CHANNELS, 3, 7, 7),
                        Convolution.of(2, 3),
                        Activation.RELU),
                new MaxPool2d(Pooling.of(3, 2, 1)));
    }

    /** @param first the block's first 3 x 3 convolution among the stage's */
    private static Layer block(
            BackboneSettings.Resnet settings,
            ParameterFactory factory,
            Widths widths,
            DilatedStage.Kernels kernels,
            int first) {
        ConvolutionUnits units = kernels.units();
        List<Layer> convolutions = isBottleneck(settings.depth())
                ? bottleneck(kernels, first, factory, widths)
                : basic(kernels, first, factory, widths);
        Layer body = ConvolutionUnits.branch(factory, convolutions, widths.outputs(), settings.squeezeExcitation());
        boolean projects = widths.stride() != 1 || widths.inputs() != widths.outputs();
        Optional<Layer> shortcut = projects
                ? Optional.of(units.unit(
                        factory,
                        ConvolutionUnits.Names.DOWNSAMPLE,
                        Shape.of(widths.outputs(), widths.inputs(), 1, 1),
                        Convolution.of(widths.stride(), 0),
                        Activation.NONE))
                : Optional.empty();
        return new Residual(body, shortcut);
    }

    private static List<Layer> basic(DilatedStage.Kernels kernels, int first, ParameterFactory factory, Widths widths) {
        return List.of(
                kernels.units(first)
                        .branchUnit(
                                factory,
                                1,
                                kernel(widths.inner(), widths.inputs(), 3),
                                kernels.convolution(widths.stride())),
                kernels.units(first + 1)
                        .lastUnit(factory, 2, kernel(widths.outputs(), widths.inner(), 3), kernels.convolution(1)));
    }

    private static List<Layer> bottleneck(
            DilatedStage.Kernels kernels, int first, ParameterFactory factory, Widths widths) {
        ConvolutionUnits units = kernels.units();
        int inner = widths.inner();
        return List.of(
                units.branchUnit(factory, 1, kernel(inner, widths.inputs(), 1), Convolution.of(1, 0)),
                kernels.units(first)
                        .branchUnit(factory, 2, kernel(inner, inner, 3), kernels.convolution(widths.stride())),
                units.lastUnit(factory, 3, kernel(widths.outputs(), inner, 1), Convolution.of(1, 0)));
    }

    private static Shape kernel(int outputs, int inputs, int size) {
        return Shape.of(outputs, inputs, size, size);
    }
}
