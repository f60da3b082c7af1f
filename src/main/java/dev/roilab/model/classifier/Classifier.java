package dev.roilab.model.classifier;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.Backbones;
import dev.roilab.data.ImageBatch;
import dev.roilab.nn.Dropout;
import dev.roilab.nn.GlobalAveragePool2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Activation;
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

/** The network: a backbone, the mean of each of its maps, fully connected layers. N images, K classes. */
final class Classifier {
    private final Backbone backbone;
    private final SequencedMap<String, Linear> hidden = new LinkedHashMap<>();
    private final Linear scores;
    private final double dropout;

    /** A network with fresh weights, or the backbone's from its file. */
    Classifier(Engine engine, ClassifierSettings model, int classes, RandomStreams random) {
        this.backbone = Backbones.create(model.backbone(), engine, random);
        this.dropout = model.head().dropout();
        ParameterFactory factory = ParameterFactory.of(engine, random).in("head");
        int width = backbone.channels();
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
        Variable features = stages.stage(
                "backbone",
                () -> new GlobalAveragePool2d().forward(tape, backbone.forward(tape, tape.constant(pixels))));
        for (var layer : hidden.entrySet()) {
            Variable input = Dropout.apply(tape, features, dropout, random);
            features = stages.stage(layer.getKey(), () -> layer.getValue().forward(tape, input));
        }
        Variable last = Dropout.apply(tape, features, dropout, random);
        return stages.stage(ClassifierRecipe.SCORES, () -> scores.forward(tape, last));
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
