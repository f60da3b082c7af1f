package dev.roilab.detect.picture;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.data.ImageBatch;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.geometry.Box;
import dev.roilab.nn.Dropout;
import dev.roilab.nn.Flatten;
import dev.roilab.nn.GlobalAveragePool2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.roi.RegionOperator;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
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
 * All of a network but its outputs: a backbone, one vector for its map, hidden fully connected layers. The vector is
 * the mean of each channel (Network In Network, arXiv:1312.4400, section 3.2) or a region operator's of the whole
 * picture. N images, D numbers of the last hidden layer.
 */
public final class PictureNetwork {
    /** The stage that makes a vector of a map, where it is more than a mean. */
    public static final String POOLING = "roi";

    private static final List<String> BEGINNING = List.of("decode", "resize", "copies", "backbone");

    /** Small beside what a loss tells apart: of layers that give outputs. */
    private static final double DEVIATION = 0.01;

    private final Backbone backbone;
    private final Optional<RegionOperator> pooling;
    private final SequencedMap<String, Linear> hidden = new LinkedHashMap<>();
    private final double dropout;
    private final int width;
    private final ParameterFactory head;

    /** A network with fresh weights, or the backbone's from its file, in the engine's present scope. */
    public PictureNetwork(
            Engine engine,
            BackboneSettings backbone,
            Optional<RoiLayer> pooling,
            PictureHead head,
            RandomStreams random) {
        this.backbone = Backbones.create(backbone, engine, random);
        this.pooling = pooling.map(layer -> RegionOperator.of(layer, this.backbone.stride()));
        this.dropout = head.dropout();
        this.head = ParameterFactory.of(engine, random).in("head");
        int inputs = this.backbone.channels() * pooling.map(RoiLayer::cells).orElse(1);
        for (int place = 0; place < head.fc().size(); place++) {
            String name = head.names().get(place);
            int outwards = head.fc().get(place);
            hidden.put(
                    name, Linear.create(this.head.in(name), inputs, outwards, Activation.RELU, Initializer.heFanIn()));
            inputs = outwards;
        }
        this.width = inputs;
    }

    /** Stages of a test, in order, before those of the outputs. */
    public static List<String> stages(boolean pooled, List<String> hidden) {
        List<String> stages = new ArrayList<>(BEGINNING);
        if (pooled) {
            stages.add(POOLING);
        }
        stages.addAll(hidden);
        return List.copyOf(stages);
    }

    /** A linear layer over {@link #features}. */
    public Linear outputs(String name, int count) {
        return Linear.create(head.in(name), width, count, Activation.NONE, Initializer.normal(DEVIATION));
    }

    /**
     * [N, D].
     *
     * @param random decides what is dropped, in training
     */
    public Variable features(Tape tape, ImageBatch images, SplittableRandom random, Stages stages) {
        Shape shape = Shape.of(images.count(), 3, images.height(), images.width());
        Tensor pixels = stages.stage("copies", () -> tape.engine().tensor(images.values(), shape));
        Variable features = Dropout.apply(tape, pooled(tape, pixels, images, stages), dropout, random);
        for (var layer : hidden.entrySet()) {
            Variable input = features;
            Variable output =
                    stages.stage(layer.getKey(), () -> layer.getValue().forward(tape, input));
            features = Dropout.apply(tape, output, dropout, random);
        }
        return features;
    }

    private Variable pooled(Tape tape, Tensor pixels, ImageBatch images, Stages stages) {
        Variable map = stages.stage("backbone", () -> backbone.forward(tape, tape.constant(pixels)));
        if (pooling.isEmpty()) {
            return stages.stage("backbone", () -> new GlobalAveragePool2d().forward(tape, map));
        }
        RegionOperator operator = pooling.get();
        return stages.stage(POOLING, () -> {
            Tensor windows = tape.engine().tensor(whole(images), Shape.of(images.count(), 5));
            return new Flatten().forward(tape, operator.forward(tape, map, windows));
        });
    }

    /** Each picture without what its batch was padded with. */
    private static float[] whole(ImageBatch images) {
        List<Box> windows = images.images().stream()
                .map(image -> new Box(0, 0, image.width(), image.height()))
                .toList();
        return RegionRows.of(windows, image -> image);
    }

    /** Pixels for a cell of the backbone's map. */
    public int stride() {
        return backbone.stride();
    }

    /** In the order of the forward pass. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(backbone.parameters());
        hidden.values().forEach(layer -> parameters.addAll(layer.parameters()));
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    public List<Parameter> buffers() {
        return backbone.buffers();
    }
}
