package dev.roilab.backbone;

import dev.roilab.nn.Layer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Residual;
import dev.roilab.nn.Sequential;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.Optional;

/**
 * A residual network for training from scratch on a CPU, on images of 100 to 200 pixels: a strided 3 x 3 stem, then one
 * basic block (arXiv:1512.03385, figure 5, left) a stage, each halving the map; the first has {@code width} channels,
 * every other twice those of the one before.
 *
 * <p>Batch statistics carry a training of about a thousand steps; even two images of 96 pixels give 72 values a channel
 * at stride 16.
 */
public final class Tiny extends LayerStack {
    /** Convolutions of a stage's block, all of 3 x 3. */
    static final int STAGE_CONVOLUTIONS = 2;

    /** Builds the network; with no file of weights it is drawn from the factory's streams. */
    public Tiny(BackboneSettings.Tiny settings, ParameterFactory root) {
        var stages = new Stages(root, settings.frozenBelow());
        int count = stages(settings);
        var units = new ConvolutionUnits(BackboneSettings.Norm.TRAINED, count, STAGE_CONVOLUTIONS);
        Layer stem = units.unit(
                stages.factory(0),
                ConvolutionUnits.Names.numbered(1),
                Shape.of(settings.width(), 3, 3, 3),
                Convolution.of(2, 1),
                Activation.RELU);
        var placed = new ArrayList<Placed>();
        placed.add(new Placed(stem, 2, settings.width()));
        int inputs = settings.width();
        for (int stage = 1; stage <= count; stage++) {
            int outputs = settings.width() << (stage - 1);
            int stride = Math.min(2 << stage, settings.stride());
            boolean halves = stage <= stageCount(settings.stride());
            var kernels = new DilatedStage.Kernels(
                    halves ? Optional.empty() : settings.dilatedStage(), units, STAGE_CONVOLUTIONS);
            Layer block =
                    block(kernels, stages.factory(stage).in("layer" + stage).in("0"), inputs, outputs);
            placed.add(new Placed(block, stride, outputs));
            inputs = outputs;
        }
        super(placed);
    }

    /** Stages after the stem, which has stride 2, that halve the map. */
    private static int stageCount(int stride) {
        return Integer.numberOfTrailingZeros(stride) - 1;
    }

    /** Stages after the stem, a dilated one among them. */
    static int stages(BackboneSettings.Tiny settings) {
        return stageCount(settings.stride()) + (settings.dilatedStage().isPresent() ? 1 : 0);
    }

    /** Channels of the last map. */
    static int channels(BackboneSettings.Tiny settings) {
        return settings.width() << (stages(settings) - 1);
    }

    private static Layer block(DilatedStage.Kernels kernels, ParameterFactory factory, int inputs, int outputs) {
        int stride = kernels.stride(2);
        Layer body = Sequential.of(
                kernels.units(0).branchUnit(factory, 1, Shape.of(outputs, inputs, 3, 3), kernels.convolution(stride)),
                kernels.units(1).lastUnit(factory, 2, Shape.of(outputs, outputs, 3, 3), kernels.convolution(1)));
        Layer shortcut = kernels.units()
                .unit(
                        factory,
                        ConvolutionUnits.Names.DOWNSAMPLE,
                        Shape.of(outputs, inputs, 1, 1),
                        Convolution.of(stride, 0),
                        Activation.NONE);
        return new Residual(body, Optional.of(shortcut));
    }
}
