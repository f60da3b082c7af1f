package dev.roilab.backbone;

import dev.roilab.nn.AveragePool2d;
import dev.roilab.nn.BatchNorm2d;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.DenseConnection;
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
 * Densely connected networks with bottlenecks and compression (DenseNet-BC, arXiv:1608.06993, section 3 and table 1),
 * without the blocks beyond the stride asked for. Names are torchvision's. Each layer normalises what it is given
 * before it looks at it, so that the last map is normalised once more.
 */
public final class Densenet extends LayerStack {
    /** Channels of a bottleneck, as multiples of the growth rate: section 3. */
    private static final int BOTTLENECK = 4;

    /** Channels before the first block, as multiples of the growth rate. */
    private static final int FIRST = 2;

    /** Builds the network; with no file of weights it is drawn from the factory's streams. */
    public Densenet(BackboneSettings.Densenet settings, ParameterFactory root) {
        var stages = new Stages(root, settings.frozenBelow());
        int channels = FIRST * settings.growth();
        int stride = settings.stem().stride();
        var placed = new ArrayList<>(stem(settings, stages.factory(0).in("features"), channels));
        int count = settings.blockCount();
        for (int block = 1; block <= count; block++) {
            ParameterFactory factory = stages.factory(block).in("features");
            for (int layer = 1; layer <= settings.blocks().get(block - 1); layer++) {
                ParameterFactory own = factory.in("denseblock" + block).in("denselayer" + layer);
                Layer body = body(own, channels, settings.growth());
                channels += settings.growth();
                placed.add(new Placed(new DenseConnection(body), stride, channels));
            }
            ParameterFactory transition = factory.in("transition" + block);
            if (block < count) {
                placed.add(new Placed(compression(transition, channels), stride, channels / 2));
                channels /= 2;
                stride *= 2;
                placed.add(new Placed(new AveragePool2d(Pooling.of(2, 2, 0)), stride, channels));
            } else {
                ParameterFactory last = block == settings.blocks().size() ? factory.in("norm5") : transition.in("norm");
                placed.add(new Placed(new BatchNorm2d(last, channels, Activation.RELU), stride, channels));
            }
        }
        super(placed);
    }

    private static List<Placed> stem(BackboneSettings.Densenet settings, ParameterFactory factory, int channels) {
        var norm = new BatchNorm2d(factory.in("norm0"), channels, Activation.RELU);
        return switch (settings.stem()) {
            case SMALL -> {
                Layer convolution = convolution(factory.in("conv0"), channels, 3, 3, Convolution.of(1, 1));
                yield List.of(new Placed(Sequential.of(convolution, norm), 1, channels));
            }
            case LARGE -> {
                Layer convolution = convolution(factory.in("conv0"), channels, 3, 7, Convolution.of(2, 3));
                yield List.of(
                        new Placed(Sequential.of(convolution, norm), 2, channels),
                        new Placed(new MaxPool2d(Pooling.of(3, 2, 1)), 4, channels));
            }
        };
    }

    private static Layer body(ParameterFactory factory, int channels, int growth) {
        int inner = BOTTLENECK * growth;
        return Sequential.of(
                new BatchNorm2d(factory.in("norm1"), channels, Activation.RELU),
                convolution(factory.in("conv1"), inner, channels, 1, Convolution.of(1, 0)),
                new BatchNorm2d(factory.in("norm2"), inner, Activation.RELU),
                convolution(factory.in("conv2"), growth, inner, 3, Convolution.of(1, 1)));
    }

    private static Layer compression(ParameterFactory factory, int channels) {
        return Sequential.of(
                new BatchNorm2d(factory.in("norm"), channels, Activation.RELU),
                convolution(factory.in("conv"), channels / 2, channels, 1, Convolution.of(1, 0)));
    }

    private static Layer convolution(ParameterFactory factory, int outputs, int inputs, int size, Convolution how) {
        return Conv2d.withoutBias(factory, Shape.of(outputs, inputs, size, size), how, Initializer.heFanIn());
    }

    /** Channels of the last map. */
    static int channels(BackboneSettings.Densenet settings) {
        int channels = FIRST * settings.growth();
        for (int block = 0; block < settings.blockCount(); block++) {
            channels = (block == 0 ? channels : channels / 2)
                    + settings.growth() * settings.blocks().get(block);
        }
        return channels;
    }
}
