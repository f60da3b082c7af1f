package dev.roilab.backbone;

import dev.roilab.nn.BatchNorm2d;
import dev.roilab.nn.CeilMaxPool2d;
import dev.roilab.nn.Layer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * GoogLeNet (arXiv:1409.4842), section 5 and table 1, as torchvision has it: batch normalisation after each convolution
 * (arXiv:1502.03167) in place of local response normalisation, and 3 x 3 kernels where the paper has 5 x 5. Modules
 * beyond the stride asked for are left out, and so are the auxiliary classifiers, which a deployed network has not.
 * Names are torchvision's. [N, 3, H, W] to [N, 1024, H / 32, W / 32], rounded up, with all modules.
 */
public final class Googlenet extends LayerStack {
    /** torchvision's for this network, TensorFlow's in origin. */
    private static final BatchNorm2d.Constants CONSTANTS = new BatchNorm2d.Constants(1e-3, 0.1);

    private static final int STEM_CHANNELS = 64;
    private static final int STEM_OUTPUTS = 192;
    private static final int STEM_STRIDE = 4;

    /** Among the layers: the stem's four, 3a and 3b behind their pooling, then the pooling before 4a. */
    private static final List<Integer> SIDES = List.of(8, 11);

    /** The stride of the maps there. */
    static final int SIDE_STRIDE = 16;

    /** Modules at one stride, by their letters. */
    private record Group(int number, int poolKernel, List<Inception> modules) {}

    /** Table 1, columns of #1x1 to "pool proj"; the pooling is that before the group. */
    private static final List<Group> GROUPS = List.of(
            new Group(3, 3, List.of(new Inception(64, 96, 128, 16, 32, 32), new Inception(128, 128, 192, 32, 96, 64))),
            new Group(
                    4,
                    3,
                    List.of(
                            new Inception(192, 96, 208, 16, 48, 64),
                            new Inception(160, 112, 224, 24, 64, 64),
                            new Inception(128, 128, 256, 24, 64, 64),
                            new Inception(112, 144, 288, 32, 64, 64),
                            new Inception(256, 160, 320, 32, 128, 128))),
            new Group(
                    5,
                    2,
                    List.of(new Inception(256, 160, 320, 32, 128, 128), new Inception(384, 192, 384, 48, 128, 128))));

    /** Builds the network; with no file of weights it is drawn from the factory's streams. */
    public Googlenet(BackboneSettings.Googlenet settings, ParameterFactory root) {
        var stages = new Stages(root, settings.frozenBelow());
        var units = ConvolutionUnits.unscaled(settings.norm(), CONSTANTS);
        var placed = new ArrayList<>(stem(units, stages.factory(0), settings.width()));
        int channels = placed.getLast().channels();
        int stride = STEM_STRIDE;
        for (int stage = 1; stage <= groupCount(settings.stride()); stage++) {
            Group group = GROUPS.get(stage - 1);
            stride *= 2;
            placed.add(new Placed(new CeilMaxPool2d(Pooling.of(group.poolKernel(), 2, 0)), stride, channels));
            char letter = 'a';
            for (Inception module : group.modules()) {
                Inception widened = module.widened(settings.width());
                ParameterFactory factory = stages.factory(stage).in("inception" + group.number() + letter);
                Layer layer = widened.layer(units, factory, channels, settings.reduces());
                channels = widened.outputs(channels, settings.reduces());
                placed.add(new Placed(layer, stride, channels));
                letter++;
            }
        }
        super(placed);
    }

    private static List<Placed> stem(ConvolutionUnits units, ParameterFactory factory, double width) {
        int channels = Stages.widened(STEM_CHANNELS, width);
        int outputs = Stages.widened(STEM_OUTPUTS, width);
        Layer first = Inception.unit(units, factory.in("conv1"), Shape.of(channels, 3, 7, 7), Convolution.of(2, 3));
        return List.of(
                new Placed(first, 2, channels),
                new Placed(new CeilMaxPool2d(Pooling.of(3, 2, 0)), STEM_STRIDE, channels),
                new Placed(Inception.unit(units, factory.in("conv2"), channels, channels, 1), STEM_STRIDE, channels),
                new Placed(Inception.unit(units, factory.in("conv3"), channels, outputs, 3), STEM_STRIDE, outputs));
    }

    /** After modules 4a and 4d, a single one after the latter: section 5. */
    @Override
    public List<Side> sides(int count) {
        if (count > SIDES.size()) {
            throw new IllegalArgumentException("GoogLeNet has two classifiers beside the last one, asked for " + count);
        }
        return SIDES.subList(SIDES.size() - count, SIDES.size()).stream()
                .map(this::side)
                .toList();
    }

    /** Groups of modules after the stem, each behind a pooling. */
    static int groupCount(int stride) {
        return Integer.numberOfTrailingZeros(stride / STEM_STRIDE);
    }

    /** Channels of the last map. */
    static int channels(BackboneSettings.Googlenet settings) {
        int channels = Stages.widened(STEM_OUTPUTS, settings.width());
        for (Group group : GROUPS.subList(0, groupCount(settings.stride()))) {
            for (Inception module : group.modules()) {
                channels = module.widened(settings.width()).outputs(channels, settings.reduces());
            }
        }
        return channels;
    }

    /** Of each convolution, in order of the layers: what a width comes to. */
    static List<Object> widths(BackboneSettings.Googlenet settings) {
        double width = settings.width();
        List<Object> widths =
                new ArrayList<>(List.of(Stages.widened(STEM_CHANNELS, width), Stages.widened(STEM_OUTPUTS, width)));
        GROUPS.subList(0, groupCount(settings.stride())).stream()
                .flatMap(group -> group.modules().stream())
                .map(module -> module.widened(width))
                .forEach(widths::add);
        return List.copyOf(widths);
    }
}
