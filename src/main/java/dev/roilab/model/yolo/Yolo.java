package dev.roilab.model.yolo;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.Backbones;
import dev.roilab.data.ImageBatch;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.Dropout;
import dev.roilab.nn.Flatten;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Sequential;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The network of section 2.1: a backbone, convolutions, fully connected layers, and linear outputs that say everything
 * of an image at once. N images, D numbers of one ({@link Grid#length}).
 */
final class Yolo {
    /** Small, so that fresh outputs say little: of boxes that most cells have not. */
    private static final double DEVIATION = 0.01;

    private final Backbone backbone;
    private final Sequential convolutions;
    private final SequencedMap<String, Linear> hidden = new LinkedHashMap<>();
    private final Linear outputs;
    private final double dropout;
    private final Grid grid;

    /** A network with fresh weights, or the backbone's from its file. */
    Yolo(Engine engine, YoloSettings model, int classes, RandomStreams random) {
        AddedLayers layers = model.head();
        this.grid = model.grid(classes);
        this.dropout = layers.dropout();
        this.backbone = Backbones.create(model.backbone(), engine, random);
        ParameterFactory factory = ParameterFactory.of(engine, random).in("head");
        this.convolutions = convolutions(factory, layers);
        int cells = layers.cells(model.input().side() / backbone.stride());
        int channels = layers.channels().isEmpty()
                ? backbone.channels()
                : layers.channels().getLast();
        int width = Math.multiplyExact(cells * cells, channels);
        for (int place = 0; place < layers.fc().size(); place++) {
            String name = layers.names().get(place);
            int outwards = layers.fc().get(place);
            hidden.put(
                    name,
                    Linear.create(factory.in(name), width, outwards, Activation.LEAKY_RELU, Initializer.heFanIn()));
            width = outwards;
        }
        this.outputs = Linear.create(
                factory.in("outputs"), width, grid.length(), Activation.NONE, Initializer.normal(DEVIATION));
    }

    private Sequential convolutions(ParameterFactory factory, AddedLayers settings) {
        List<Layer> layers = new ArrayList<>();
        int inputs = backbone.channels();
        for (int place = 0; place < settings.channels().size(); place++) {
            int outwards = settings.channels().get(place);
            layers.add(Conv2d.withBias(
                    factory.in("conv" + (place + 1)),
                    Shape.of(outwards, inputs, 3, 3),
                    Convolution.of(settings.strides().get(place), 1),
                    Activation.LEAKY_RELU,
                    Initializer.heFanIn()));
            inputs = outwards;
        }
        return new Sequential(layers);
    }

    Grid grid() {
        return grid;
    }

    /**
     * What it says of images, [N, D].
     *
     * @param images squares of the input's side
     * @param random decides what is dropped, in training
     */
    Variable forward(Tape tape, ImageBatch images, SplittableRandom random, Stages stages) {
        Shape shape = Shape.of(images.count(), 3, images.height(), images.width());
        Tensor pixels = stages.stage("copies", () -> tape.engine().tensor(images.values(), shape));
        Variable seen = stages.stage("backbone", () -> backbone.forward(tape, tape.constant(pixels)));
        Variable map = hasConvolutions()
                ? stages.stage(YoloRecipe.CONVOLUTIONS, () -> convolutions.forward(tape, seen))
                : seen;
        Variable features = new Flatten().forward(tape, map);
        boolean first = true;
        for (var layer : hidden.entrySet()) {
            Variable input = features;
            features = stages.stage(layer.getKey(), () -> layer.getValue().forward(tape, input));
            features = first ? Dropout.apply(tape, features, dropout, random) : features;
            first = false;
        }
        Variable last = features;
        return stages.stage("outputs", () -> outputs.forward(tape, last));
    }

    private boolean hasConvolutions() {
        return !convolutions.layers().isEmpty();
    }

    /** In the order of the forward pass. */
    List<Parameter> parameters() {
        return Stream.of(Stream.of(backbone, convolutions), hidden.values().stream(), Stream.of(outputs))
                .flatMap(layers -> layers)
                .flatMap(layer -> layer.parameters().stream())
                .toList();
    }

    /** Running statistics that belong to the weights. */
    List<Parameter> buffers() {
        return backbone.buffers();
    }
}
