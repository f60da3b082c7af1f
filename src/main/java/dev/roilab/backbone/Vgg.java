package dev.roilab.backbone;

import dev.roilab.backbone.BackboneSettings.Norm;
import dev.roilab.nn.BatchNorm2d;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.MaxPool2d;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Sequential;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Groups of 3 x 3 convolutions with pooling between them (arXiv:1409.1556, table 1), configurations A, B, D and E.
 * Stride 16 is Fast R-CNN's use: all convolutions, without the last pooling. Names are torchvision's,
 * {@code features.N}, where normalisations, activations and poolings count too.
 */
public final class Vgg extends LayerStack {
    /** Convolutions of each group, by layers: table 1. */
    private static final Map<Integer, List<Integer>> CONVOLUTIONS = Map.of(
            11, List.of(1, 1, 2, 2, 2),
            13, List.of(2, 2, 2, 2, 2),
            16, List.of(2, 2, 3, 3, 3),
            19, List.of(2, 2, 4, 4, 4));

    private static final List<Integer> GROUP_CHANNELS = List.of(64, 128, 256, 512, 512);

    /** Builds the network; with no file of weights it is drawn from the factory's streams. */
    public Vgg(BackboneSettings.Vgg settings, ParameterFactory root) {
        var stages = new Stages(root, settings.frozenBelow());
        List<Integer> convolutions = Objects.requireNonNull(CONVOLUTIONS.get(settings.depth()));
        List<Integer> channels = channels(settings.stride(), settings.width());
        int poolings = Integer.numberOfTrailingZeros(settings.stride());
        var placed = new ArrayList<Placed>();
        int inputs = 3;
        int index = 0;
        Norm norm = settings.norm().orElse(Norm.FOLDED);
        for (int group = 0; group < groups(settings.stride()); group++) {
            ParameterFactory factory = stages.factory(group).in("features");
            int outputs = channels.get(group);
            for (int i = 0; i < convolutions.get(group); i++) {
                Layer convolution = norm == Norm.FOLDED
                        ? convolution(factory.in(String.valueOf(index)), outputs, inputs, Activation.RELU)
                        : normalized(factory, index, outputs, inputs, norm);
                placed.add(new Placed(convolution, 1 << group, outputs));
                inputs = outputs;
                index += norm == Norm.FOLDED ? 2 : 3;
            }
            if (group < poolings) {
                placed.add(new Placed(new MaxPool2d(Pooling.of(2, 2, 0)), 2 << group, inputs));
                index++;
            }
        }
        super(placed);
    }

    /** The groups before the first pooling that would exceed the stride; all five, pooled, for 32. */
    static int groups(int stride) {
        return Math.min(GROUP_CHANNELS.size(), Integer.numberOfTrailingZeros(stride) + 1);
    }

    /** Of each group. */
    static List<Integer> channels(int stride, double width) {
        return GROUP_CHANNELS.subList(0, groups(stride)).stream()
                .map(channels -> Stages.widened(channels, width))
                .toList();
    }

    /** Channels of the last group of the full-sized network. */
    static int lastChannels(int stride) {
        return GROUP_CHANNELS.get(groups(stride) - 1);
    }

    /** With the redundant bias that torchvision's networks keep. */
    private static Layer normalized(ParameterFactory factory, int index, int outputs, int inputs, Norm norm) {
        ParameterFactory batchNorm = factory.in(String.valueOf(index + 1));
        return Sequential.of(
                convolution(factory.in(String.valueOf(index)), outputs, inputs, Activation.NONE),
                new BatchNorm2d(norm == Norm.FROZEN ? batchNorm.frozen() : batchNorm, outputs, Activation.RELU));
    }

    /** Fan-in: without a normalisation nothing else keeps the size of the activations. */
    private static Layer convolution(ParameterFactory factory, int outputs, int inputs, Activation activation) {
        return Conv2d.withBias(
                factory, Shape.of(outputs, inputs, 3, 3), Convolution.of(1, 1), activation, Initializer.heFanIn());
    }
}
