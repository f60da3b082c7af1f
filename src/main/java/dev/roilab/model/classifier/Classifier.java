package dev.roilab.model.classifier;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.Backbone;
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
import java.util.stream.Stream;

/**
 * The network: a backbone, one vector for its map, fully connected layers. The vector is the mean of each channel (Network
 * In Network, arXiv:1312.4400, section 3.2) or a region operator's of the whole picture. N images, K classes.
 */
final class Classifier {
    private final Backbone backbone;
    private final Optional<RegionOperator> pooling;
    private final SequencedMap<String, Linear> hidden = new LinkedHashMap<>();
    private final Linear scores;
    private final double dropout;

    /** A network with fresh weights, or the backbone's from its file. */
    Classifier(Engine engine, ClassifierSettings model, int classes, RandomStreams random) {
        this.backbone = Backbones.create(model.backbone(), engine, random);
        this.dropout = model.head().dropout();
        ParameterFactory factory = ParameterFactory.of(engine, random).in("head");
        this.pooling = model.pooling().map(layer -> RegionOperator.of(layer, backbone.stride()));
        int width = backbone.channels() * model.pooling().map(RoiLayer::cells).orElse(1);
        for (int place = 0; place < model.head().fc().size(); place++) {
            String name = model.head().names().get(place);
            int outwards = model.head().fc().get(place);
            hidden.put(name, Linear.create(factory.in(name), width, outwards, Activation.RELU, Initializer.heFanIn()));
            width = outwards;
        }
        // The published networks' last layers, whose first scores are small beside what the loss tells apart.
        this.scores = Linear.create(
                factory.in(ClassifierRecipe.SCORES), width, classes, Activation.NONE, Initializer.normal(0.01));
    }

    /**
     * Scores of the classes before the softmax, [N, K].
     *
     * @param random decides what is dropped, in training
     */
    Variable logits(Tape tape, ImageBatch images, SplittableRandom random, Stages stages) {
        Shape shape = Shape.of(images.count(), 3, images.height(), images.width());
        Tensor pixels = stages.stage("copies", () -> tape.engine().tensor(images.values(), shape));
        Variable features = pooled(tape, pixels, images, stages);
        for (var layer : hidden.entrySet()) {
            Variable input = Dropout.apply(tape, features, dropout, random);
            features = stages.stage(layer.getKey(), () -> layer.getValue().forward(tape, input));
        }
        Variable last = Dropout.apply(tape, features, dropout, random);
        return stages.stage(ClassifierRecipe.SCORES, () -> scores.forward(tape, last));
    }

    /** [N, D]. */
    private Variable pooled(Tape tape, Tensor pixels, ImageBatch images, Stages stages) {
        Variable map = stages.stage("backbone", () -> backbone.forward(tape, tape.constant(pixels)));
        if (pooling.isEmpty()) {
            return stages.stage("backbone", () -> new GlobalAveragePool2d().forward(tape, map));
        }
        RegionOperator operator = pooling.get();
        return stages.stage(ClassifierRecipe.POOLING, () -> {
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

    int stride() {
        return backbone.stride();
    }

    /** In the order of the forward pass. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(backbone.parameters());
        Stream.concat(hidden.values().stream(), Stream.of(scores))
                .forEach(layer -> parameters.addAll(layer.parameters()));
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    List<Parameter> buffers() {
        return backbone.buffers();
    }
}
