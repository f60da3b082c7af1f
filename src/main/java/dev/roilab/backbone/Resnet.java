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
        for (int stage = 1; stage <= Stages.residualStages(settings.stride()); stage++) {
            int outputs = outputs(settings.depth(), stage);
            for (Layer block : stage(settings, stages.factory(stage), stage)) {
                placed.add(new Placed(block, STEM_STRIDE << (stage - 1), outputs));
            }
        }
        super(placed);
    }

    /** The last stage of a network that has all of them. */
    static Layer lastStage(BackboneSettings.Resnet settings, ParameterFactory root) {
        int last = Stages.residualStages(settings.stride());
        return new Sequential(stage(settings, new Stages(root, settings.frozenBelow()).factory(last), last));
    }

    private static ConvolutionUnits units(BackboneSettings.Resnet settings) {
        int branches = blocks(settings.depth()).stream()
                .limit(Stages.residualStages(settings.stride()))
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
        List<Layer> made = new ArrayList<>();
        for (int block = 0; block < blocks(settings.depth()).get(stage - 1); block++) {
            int blockStride = block == 0 && stage > 1 ? 2 : 1;
            var widths = new Widths(inputs, inner, outputs, blockStride);
            made.add(block(settings, factory.in(String.valueOf(block)), widths));
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
    static int channels(int depth, int stride) {
        return outputs(depth, Stages.residualStages(stride));
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

    private static Layer block(BackboneSettings.Resnet settings, ParameterFactory factory, Widths widths) {
        ConvolutionUnits units = units(settings);
        List<Layer> convolutions =
                isBottleneck(settings.depth()) ? bottleneck(units, factory, widths) : basic(units, factory, widths);
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

    private static List<Layer> basic(ConvolutionUnits units, ParameterFactory factory, Widths widths) {
        return List.of(
                units.branchUnit(
                        factory, 1, kernel(widths.inner(), widths.inputs(), 3), Convolution.of(widths.stride(), 1)),
                units.lastUnit(factory, 2, kernel(widths.outputs(), widths.inner(), 3), Convolution.of(1, 1)));
    }

    private static List<Layer> bottleneck(ConvolutionUnits units, ParameterFactory factory, Widths widths) {
        int inner = widths.inner();
        return List.of(
                units.branchUnit(factory, 1, kernel(inner, widths.inputs(), 1), Convolution.of(1, 0)),
                units.branchUnit(factory, 2, kernel(inner, inner, 3), Convolution.of(widths.stride(), 1)),
                units.lastUnit(factory, 3, kernel(widths.outputs(), inner, 1), Convolution.of(1, 0)));
    }

    private static Shape kernel(int outputs, int inputs, int size) {
        return Shape.of(outputs, inputs, size, size);
    }
}
