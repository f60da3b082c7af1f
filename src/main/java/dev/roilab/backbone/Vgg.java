package dev.roilab.backbone;

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
        int poolings = Integer.numberOfTrailingZeros(settings.stride());
        var made = new ArrayList<Layer>();
        int inputs = 3;
        int index = 0;
        for (int group = 0; group < groups(settings.stride()); group++) {
            ParameterFactory factory = stages.factory(group).in("features");
            int outputs = Stages.widened(GROUP_CHANNELS.get(group), settings.width());
            for (int i = 0; i < convolutions.get(group); i++) {
                made.add(convolution(factory.in(String.valueOf(index)), outputs, inputs));
                inputs = outputs;
                index += 2;
            }
            if (group < poolings) {
                made.add(new MaxPool2d(Pooling.of(2, 2, 0)));
                index++;
            }
        }
        super(new Sequential(made), settings.stride(), inputs);
    }

    /** The groups before the first pooling that would exceed the stride; all five, pooled, for 32. */
    static int groups(int stride) {
        return Math.min(GROUP_CHANNELS.size(), Integer.numberOfTrailingZeros(stride) + 1);
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
