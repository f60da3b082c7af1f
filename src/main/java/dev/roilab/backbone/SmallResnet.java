package dev.roilab.backbone;

import dev.roilab.nn.Layer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The networks of 6n + 2 layers for small pictures, and plain ones of the same shape: ResNet (arXiv:1512.03385),
 * section 4.2. A 3 x 3 convolution, then three stages of 2n of them, which halve the map and double the channels of the
 * one before. With bottlenecks they have 9n + 2 layers, as in arXiv:1603.05027, but normalised after each convolution.
 * Names are those of the published reimplementation (akamaster/pytorch_resnet_cifar10).
 */
public final class SmallResnet extends LayerStack {
    /** Layers outside of the stages: the first convolution and a classifier's last. */
    private static final int OUTSIDE = 2;

    private static final int STAGES = 3;

    /** Builds the network; with no file of weights it is drawn from the factory's streams. */
    public SmallResnet(BackboneSettings.SmallResnet settings, ParameterFactory root) {
        var stages = new Stages(root, settings.frozenBelow());
        int count = stages(settings);
        int blocks = blocks(settings.depth(), settings.blocks());
        var units = new ConvolutionUnits(
                settings.norm(), count * blocks, settings.blocks().convolutions());
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
            boolean halves = stage <= stageCount(settings.stride());
            var kernels = new DilatedStage.Kernels(
                    halves ? Optional.empty() : settings.dilatedStage(),
                    units,
                    blocks * settings.blocks().kernels());
            int outputs = outputs(settings, stage);
            for (int block = 0; block < blocks; block++) {
                int stride = stage > 1 && block == 0 ? kernels.stride(2) : 1;
                var made = new SmallBlock(
                        settings,
                        kernels,
                        block * settings.blocks().kernels(),
                        new SmallBlock.Widths(inputs, settings.width() << (stage - 1), outputs, stride));
                Layer layer = made.layer(factory.in(String.valueOf(block)));
                placed.add(new Placed(layer, Math.min(1 << (stage - 1), settings.stride()), outputs));
                inputs = outputs;
            }
        }
        super(placed);
    }

    /** Of each stage. */
    private static int blocks(int depth, ResidualBlock block) {
        return (depth - OUTSIDE) / (STAGES * block.convolutions());
    }

    /** What is wrong with settings that depend on each other. */
    static List<String> problems(int depth, int stride, ResidualBlock block, Optional<DilatedStage> dilated) {
        List<String> problems = new ArrayList<>();
        int layers = STAGES * block.convolutions();
        if (depth % layers != OUTSIDE) {
            problems.add(
                    block == ResidualBlock.BASIC
                            ? "depth must be 6n + 2, such as 20, 32, 44 or 56, got " + depth
                            : "depth must be 9n + 2 with bottlenecks, such as 20, 29, 47 or 164, got " + depth);
        }
        problems.addAll(
                DilatedStage.problems(dilated, stride, 1 << (STAGES - 1), blocks(depth, block) * block.kernels()));
        return problems;
    }

    /** Stages after the first convolution that reach a stride: one at stride 1, and one for each halving. */
    private static int stageCount(int stride) {
        return Integer.numberOfTrailingZeros(stride) + 1;
    }

    /** All stages, a dilated one among them. */
    static int stages(BackboneSettings.SmallResnet settings) {
        return stageCount(settings.stride()) + (settings.dilatedStage().isPresent() ? 1 : 0);
    }

    private static int outputs(BackboneSettings.SmallResnet settings, int stage) {
        return (settings.width() << (stage - 1)) * settings.blocks().expansion();
    }

    /** Channels of the last map. */
    static int channels(BackboneSettings.SmallResnet settings) {
        return outputs(settings, stages(settings));
    }
}
