package dev.roilab.detect.picture;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImageBatch;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.geometry.Box;
import dev.roilab.nn.BatchNorm2d;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.Dropout;
import dev.roilab.nn.Flatten;
import dev.roilab.nn.GlobalAveragePool2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Sequential;
import dev.roilab.roi.RegionOperator;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * What stands between a map and the outputs: a vector that is the mean of each channel (Network In Network,
 * arXiv:1312.4400, section 3.2) or a region operator's of the whole picture, then hidden fully connected layers. [N, C,
 * H, W] to [N, D].
 */
public final class MapVector {
    /** The stage that makes a vector of a map, where it is more than a mean. */
    public static final String POOLING = "roi";

    /** Small beside what a loss tells apart: of layers that give outputs. */
    private static final double DEVIATION = 0.01;

    private final Optional<RegionOperator> pooling;
    private final Optional<Layer> reduction;
    private final SequencedMap<String, Linear> hidden = new LinkedHashMap<>();
    private final double dropout;
    private final int width;
    private final ParameterFactory factory;

    /**
     * What is made of a map.
     *
     * @param channels of the map
     * @param stride image pixels per cell of it
     */
    public record From(int channels, int stride) {}

    /**
     * With fresh weights.
     *
     * @param pooling absent: the mean of each channel
     * @param reduction channels of a 1 x 1 convolution between a pooling and the hidden layers, with batch
     *     normalisation and ReLU: GoogLeNet (arXiv:1409.4842), section 5
     */
    public MapVector(
            ParameterFactory factory,
            From map,
            Optional<RoiLayer> pooling,
            Optional<Integer> reduction,
            PictureHead head) {
        this.factory = factory;
        this.pooling = pooling.map(layer -> RegionOperator.of(layer, map.stride()));
        this.reduction = reduction.map(channels -> reduction(factory, map.channels(), channels));
        this.dropout = head.dropout();
        int inputs =
                reduction.orElse(map.channels()) * pooling.map(RoiLayer::cells).orElse(1);
        for (int place = 0; place < head.fc().size(); place++) {
            String name = head.names().get(place);
            int outwards = head.fc().get(place);
            hidden.put(name, Linear.create(factory.in(name), inputs, outwards, Activation.RELU, Initializer.heFanIn()));
            inputs = outwards;
        }
        this.width = inputs;
    }

    private static Layer reduction(ParameterFactory factory, int inputs, int outputs) {
        return Sequential.of(
                Conv2d.withoutBias(
                        factory.in("conv"),
                        Shape.of(outputs, inputs, 1, 1),
                        Convolution.of(1, 0),
                        Initializer.heFanOut()),
                new BatchNorm2d(factory.in("bn"), outputs, Activation.RELU));
    }

    /** A linear layer over {@link #features}. */
    public Linear outputs(String name, int count) {
        return Linear.create(factory.in(name), width, count, Activation.NONE, Initializer.normal(DEVIATION));
    }

    /**
     * [N, D].
     *
     * @param images whose map it is
     * @param random decides what is dropped, in training
     * @param beginning the stage that a mean belongs to
     */
    public Variable features(
            Tape tape, Variable map, ImageBatch images, SplittableRandom random, Stages stages, String beginning) {
        Variable features = Dropout.apply(tape, pooled(tape, map, images, stages, beginning), dropout, random);
        for (var layer : hidden.entrySet()) {
            Variable input = features;
            Variable output =
                    stages.stage(layer.getKey(), () -> layer.getValue().forward(tape, input));
            features = Dropout.apply(tape, output, dropout, random);
        }
        return features;
    }

    private Variable pooled(Tape tape, Variable map, ImageBatch images, Stages stages, String beginning) {
        if (pooling.isEmpty()) {
            return stages.stage(beginning, () -> new GlobalAveragePool2d().forward(tape, reduced(tape, map)));
        }
        RegionOperator operator = pooling.get();
        return stages.stage(POOLING, () -> {
            Tensor windows = tape.engine().tensor(whole(images), Shape.of(images.count(), 5));
            return new Flatten().forward(tape, reduced(tape, operator.forward(tape, map, windows)));
        });
    }

    private Variable reduced(Tape tape, Variable cells) {
        return reduction.map(layer -> layer.forward(tape, cells)).orElse(cells);
    }

    /** Each picture without what its batch was padded with. */
    private static float[] whole(ImageBatch images) {
        List<Box> windows = images.images().stream()
                .map(image -> new Box(0, 0, image.width(), image.height()))
                .toList();
        return RegionRows.of(windows, image -> image);
    }

    /** In the order of the forward pass. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        reduction.ifPresent(layer -> parameters.addAll(layer.parameters()));
        hidden.values().forEach(layer -> parameters.addAll(layer.parameters()));
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    public List<Parameter> buffers() {
        return reduction.map(Layer::buffers).orElse(List.of());
    }
}
