package dev.roilab.backbone;

import dev.roilab.nn.CeilMaxPool2d;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Parallel;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Sequential;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * SqueezeNet (arXiv:1602.07360), section 3 and table 1, and its version 1.1, which pools earlier and computes 2.4 times
 * less. Modules beyond the stride asked for are left out. Names are torchvision's, {@code features.N}, where
 * activations and poolings count too. [N, 3, H, W] to [N, 512, H / 16, W / 16], about: no convolution of the stem pads
 * its input.
 */
public final class Squeezenet extends LayerStack {
    private static final Pooling HALVED = Pooling.of(3, 2, 0);
    private static final int STEM_STRIDE = 2;

    /**
     * The fire module: section 3.2 and figure 1.
     *
     * @param index its place in torchvision's list of layers
     * @param squeezed channels behind its 1 x 1 convolution
     * @param expanded channels of each of its two outputs, 1 x 1 and 3 x 3, side by side
     */
    private record Fire(int index, int squeezed, int expanded) {
        Fire widened(double width) {
            return new Fire(index, Stages.widened(squeezed, width), Stages.widened(expanded, width));
        }

        int outputs() {
            return 2 * expanded;
        }

        Layer layer(ParameterFactory features, int inputs) {
            ParameterFactory factory = features.in(String.valueOf(index));
            return Sequential.of(
                    unit(factory.in("squeeze"), Shape.of(squeezed, inputs, 1, 1), Convolution.of(1, 0)),
                    new Parallel(List.of(
                            unit(factory.in("expand1x1"), Shape.of(expanded, squeezed, 1, 1), Convolution.of(1, 0)),
                            unit(factory.in("expand3x3"), Shape.of(expanded, squeezed, 3, 3), Convolution.of(1, 1)))));
        }
    }

    /** The stem's convolution, and the modules of strides 4, 8 and 16, each group behind a pooling. */
    private record Plan(int channels, int kernel, List<List<Fire>> groups) {
        private static final Plan PUBLISHED = new Plan(
                96,
                7,
                List.of(
                        List.of(new Fire(3, 16, 64), new Fire(4, 16, 64), new Fire(5, 32, 128)),
                        List.of(
                                new Fire(7, 32, 128),
                                new Fire(8, 48, 192),
                                new Fire(9, 48, 192),
                                new Fire(10, 64, 256)),
                        List.of(new Fire(12, 64, 256))));
        private static final Plan LIGHTER = new Plan(
                64,
                3,
                List.of(
                        List.of(new Fire(3, 16, 64), new Fire(4, 16, 64)),
                        List.of(new Fire(6, 32, 128), new Fire(7, 32, 128)),
                        List.of(
                                new Fire(9, 48, 192),
                                new Fire(10, 48, 192),
                                new Fire(11, 64, 256),
                                new Fire(12, 64, 256))));

        static Plan of(SqueezenetSettings settings) {
            return switch (settings.variant()) {
                case V1_0 -> PUBLISHED;
                case V1_1 -> LIGHTER;
            };
        }
    }

    /** Builds the network; with no file of weights it is drawn from the factory's streams. */
    public Squeezenet(SqueezenetSettings settings, ParameterFactory root) {
        var stages = new Stages(root, settings.frozenBelow());
        Plan plan = Plan.of(settings);
        int channels = Stages.widened(plan.channels(), settings.width());
        int stride = STEM_STRIDE;
        var placed = new ArrayList<Placed>();
        placed.add(new Placed(
                unit(
                        stages.factory(0).in("features").in("0"),
                        Shape.of(channels, 3, plan.kernel(), plan.kernel()),
                        Convolution.of(2, 0)),
                stride,
                channels));
        for (int group = 0; group < groupCount(settings.stride()); group++) {
            stride *= 2;
            placed.add(new Placed(new CeilMaxPool2d(HALVED), stride, channels));
            ParameterFactory features = stages.factory(group + 1).in("features");
            for (Fire module : plan.groups().get(group)) {
                Fire widened = module.widened(settings.width());
                placed.add(new Placed(widened.layer(features, channels), stride, widened.outputs()));
                channels = widened.outputs();
            }
        }
        super(placed);
    }

    private static Layer unit(ParameterFactory factory, Shape kernel, Convolution convolution) {
        return Conv2d.withBias(factory, kernel, convolution, Activation.RELU, Initializer.heFanIn());
    }

    /** Groups of modules after the stem. */
    static int groupCount(int stride) {
        return Integer.numberOfTrailingZeros(stride / STEM_STRIDE);
    }

    /** Channels of the last map. */
    static int channels(SqueezenetSettings settings) {
        List<Fire> last = Plan.of(settings).groups().get(groupCount(settings.stride()) - 1);
        return last.getLast().widened(settings.width()).outputs();
    }

    /** Of each convolution, in order of the layers: what a width comes to. */
    static List<Object> widths(SqueezenetSettings settings) {
        Plan plan = Plan.of(settings);
        List<Object> widths = new ArrayList<>(List.of(Stages.widened(plan.channels(), settings.width())));
        plan.groups().subList(0, groupCount(settings.stride())).stream()
                .flatMap(List::stream)
                .map(module -> module.widened(settings.width()))
                .forEach(widths::add);
        return List.copyOf(widths);
    }
}
