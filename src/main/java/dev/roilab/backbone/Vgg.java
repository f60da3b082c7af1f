package dev.roilab.backbone;

import dev.roilab.nn.Conv2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.MaxPool2d;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups of 3 x 3 convolutions with pooling between them (arXiv:1409.1556, table 1), configurations A (11 layers) and D
 * (16). Stride 16 is Fast R-CNN's use: all convolutions, without the last pooling. Names are torchvision's,
 * {@code features.N}, where activations and poolings count too.
 */
public final class Vgg extends LayerStack {
    private static final List<Integer> GROUP_CHANNELS = List.of(64, 128, 256, 512, 512);

    /** Builds the network; with no file of weights it is drawn from the factory's streams. */
    public Vgg(BackboneSettings.Vgg settings, ParameterFactory root) {
        var stages = new Stages(root, settings.frozenBelow());
        List<Integer> convolutions = settings.depth() == 11 ? List.of(1, 1, 2, 2, 2) : List.of(2, 2, 3, 3, 3);
        List<Integer> channels = channels(settings.stride(), settings.width());
        int poolings = Integer.numberOfTrailingZeros(settings.stride());
        var placed = new ArrayList<Placed>();
        int inputs = 3;
        int index = 0;
        for (int group = 0; group < groups(settings.stride()); group++) {
            ParameterFactory factory = stages.factory(group).in("features");
            int outputs = channels.get(group);
            for (int i = 0; i < convolutions.get(group); i++) {
                Layer convolution = convolution(factory.in(String.valueOf(index)), outputs, inputs);
                placed.add(new Placed(convolution, 1 << group, outputs));
                inputs = outputs;
                index += 2;
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

    /** Fan-in, because no normalisation corrects the size of the activations. */
    private static Layer convolution(ParameterFactory factory, int outputs, int inputs) {
        return Conv2d.withBias(
                factory, Shape.of(outputs, inputs, 3, 3), Convolution.of(1, 1), Activation.RELU, Initializer.heFanIn());
    }
}
