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
 * The networks of 6n + 2 layers for small pictures, and plain ones of the same shape: ResNet (arXiv:1512.03385),
 * section 4.2. A 3 x 3 convolution, then three stages of 2n of them, which halve the map and double the channels of the
 * one before. Names are those of the published reimplementation (akamaster/pytorch_resnet_cifar10).
 */
public final class SmallResnet extends LayerStack {
    /** Layers outside of the stages: the first convolution and a classifier's last. */
    private static final int OUTSIDE = 2;

    private static final int STAGES = 3;

    /** Convolutions of a block. */
    private static final int DEPTH = 2;

    /** Builds the network; with no file of weights it is drawn from the factory's streams. */
    public SmallResnet(BackboneSettings.SmallResnet settings, ParameterFactory root) {
        var stages = new Stages(root, settings.frozenBelow());
        int count = stageCount(settings.stride());
        int blocks = (settings.depth() - OUTSIDE) / (STAGES * DEPTH);
        var units = new ConvolutionUnits(settings.norm(), count * blocks, DEPTH);
        Layer stem = units.unit(
                stages.factory(0),
                ConvolutionUnits.Names.numbered(1),
                Shape.of(settings.width(), 3, 3, 3),
                Convolution.of(1, 1),
                Activation.RELU);
        var placed = new ArrayList<Placed>();
        placed.add(new Placed(stem, 1, settings.width()));
        int inputs = settings.width();
        for (int stage = 1; stage <= count; stage++) {
            ParameterFactory factory = stages.factory(stage).in("layer" + stage);
            int outputs = settings.width() << (stage - 1);
            for (int block = 0; block < blocks; block++) {
                int stride = stage > 1 && block == 0 ? 2 : 1;
                var widths = new Widths(inputs, outputs, stride);
                Layer layer = block(settings, units, factory.in(String.valueOf(block)), widths);
                placed.add(new Placed(layer, 1 << (stage - 1), outputs));
                inputs = outputs;
            }
        }
        super(placed);
    }

    private record Widths(int inputs, int outputs, int stride) {}

    /** Stages after the first convolution: one at stride 1, and one for each halving. */
    static int stageCount(int stride) {
        return Integer.numberOfTrailingZeros(stride) + 1;
    }

    /** Channels of the last map. */
    static int channels(BackboneSettings.SmallResnet settings) {
        return settings.width() << (stageCount(settings.stride()) - 1);
    }

    private static Layer block(
            BackboneSettings.SmallResnet settings, ConvolutionUnits units, ParameterFactory factory, Widths widths) {
        Shape first = Shape.of(widths.outputs(), widths.inputs(), 3, 3);
        Shape second = Shape.of(widths.outputs(), widths.outputs(), 3, 3);
        Convolution across = Convolution.of(widths.stride(), 1);
        Convolution same = Convolution.of(1, 1);
        Shortcut shortcut = settings.shortcut();
        if (shortcut == Shortcut.NONE) {
            List<Layer> plain = List.of(
                    units.unit(factory, ConvolutionUnits.Names.numbered(1), first, across, Activation.RELU),
                    units.unit(factory, ConvolutionUnits.Names.numbered(2), second, same, Activation.RELU));
            return ConvolutionUnits.branch(factory, plain, widths.outputs(), settings.squeezeExcitation());
        }
        List<Layer> convolutions =
                List.of(units.branchUnit(factory, 1, first, across), units.lastUnit(factory, 2, second, same));
        Layer body = ConvolutionUnits.branch(factory, convolutions, widths.outputs(), settings.squeezeExcitation());
        boolean changes = widths.stride() != 1 || widths.inputs() != widths.outputs();
        return new Residual(body, changes ? Optional.of(changing(units, factory, widths, shortcut)) : Optional.empty());
    }

    /** What stands for the identity where a block's input has other cells and channels than its output. */
    private static Layer changing(ConvolutionUnits units, ParameterFactory factory, Widths widths, Shortcut shortcut) {
        return shortcut == Shortcut.IDENTITY
                ? new PaddedIdentity(factory.engine(), widths.inputs(), widths.outputs(), widths.stride())
                : units.unit(
                        factory,
                        ConvolutionUnits.Names.DOWNSAMPLE,
                        Shape.of(widths.outputs(), widths.inputs(), 1, 1),
                        Convolution.of(widths.stride(), 0),
                        Activation.NONE);
    }
}
