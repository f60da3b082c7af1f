package dev.roilab.backbone;

import dev.roilab.nn.Conv2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.LocalResponseNorm;
import dev.roilab.nn.MaxPool2d;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.LocalResponse;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * AlexNet's five convolutions on one device, as "One weird trick" (arXiv:1404.5997) has them: 64, 192, 384, 256, 256
 * channels, and local response normalisation, which it has not, where asked for: after the first two convolutions'
 * ReLU, where the paper of 2012 has it (sections 3.3 and 3.5). Stride 16 is Fast R-CNN's use: all convolutions, without
 * the last pooling. Names are torchvision's, {@code features.N}, where activations and poolings count too.
 */
public final class Alexnet extends LayerStack {
    /** One convolution: its place in the list of layers, its stage, and the stride that it works at. */
    private record Unit(int index, int stage, int channels, int kernel, int stride, int padding, int poolIndex) {
        boolean isPooled() {
            return poolIndex > 0;
        }
    }

    private static final List<Unit> UNITS = List.of(
            new Unit(0, 0, 64, 11, 4, 2, 2),
            new Unit(3, 1, 192, 5, 1, 2, 5),
            new Unit(6, 2, 384, 3, 1, 1, 0),
            new Unit(8, 3, 256, 3, 1, 1, 0),
            new Unit(10, 4, 256, 3, 1, 1, 12));

    /** The first so many convolutions are followed by normalisation, if any are. */
    private static final int NORMALISED = 2;

    /** Builds the network; with no file of weights it is drawn from the factory's streams. */
    public Alexnet(BackboneSettings.Alexnet settings, ParameterFactory root) {
        var stages = new Stages(root, settings.frozenBelow());
        var placed = new ArrayList<Placed>();
        int inputs = 3;
        int reached = 4;
        for (Unit unit : units(settings.stride())) {
            ParameterFactory factory =
                    stages.factory(unit.stage()).in("features").in(String.valueOf(unit.index()));
            int outputs = Stages.widened(unit.channels(), settings.width());
            Layer convolution = Conv2d.withBias(
                    factory,
                    Shape.of(outputs, inputs, unit.kernel(), unit.kernel()),
                    Convolution.of(unit.stride(), unit.padding()),
                    Activation.RELU,
                    Initializer.heFanIn());
            placed.add(new Placed(convolution, reached, outputs));
            inputs = outputs;
            if (unit.stage() < NORMALISED && settings.localResponse().orElse(false)) {
                placed.add(new Placed(new LocalResponseNorm(LocalResponse.PAPER), reached, outputs));
            }
            if (unit.isPooled() && reached < settings.stride()) {
                reached *= 2;
                placed.add(new Placed(new MaxPool2d(Pooling.of(3, 2, 0)), reached, outputs));
            }
        }
        super(placed);
    }

    /** The convolutions before the first pooling that would exceed the stride. */
    private static List<Unit> units(int stride) {
        return UNITS.subList(0, stages(stride));
    }

    /** How many convolutions there are, each a stage of its own. */
    static int stages(int stride) {
        return stride == 8 ? 2 : UNITS.size();
    }

    /** Of each convolution. */
    static List<Integer> channels(int stride, double width) {
        return units(stride).stream()
                .map(unit -> Stages.widened(unit.channels(), width))
                .toList();
    }

    /** Channels of the last convolution of the full-sized network. */
    static int lastChannels(int stride) {
        return units(stride).getLast().channels();
    }
}
