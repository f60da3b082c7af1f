package dev.roilab.model.classifier;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImageBatch;
import dev.roilab.detect.picture.PictureNetwork;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The network: what a picture shows, and a score for each class. N images, K classes. */
final class Classifier {
    private final PictureNetwork network;
    private final Linear scores;
    private final Optional<AuxiliaryClassifiers> auxiliary;

    /**
     * Scores of the classes before the softmax.
     *
     * @param last [N, K]
     * @param auxiliary those of the classifiers beside the last one, [N, K] each; none outside of training
     */
    record Logits(Variable last, List<Variable> auxiliary) {}

    /** A network with fresh weights, or the backbone's from its file. */
    Classifier(Engine engine, ClassifierSettings model, int classes, RandomStreams random) {
        int sides = model.auxiliary().map(AuxiliarySettings::heads).orElse(0);
        this.network = new PictureNetwork(engine, model.backbone(), model.pooling(), model.head(), random, sides);
        this.scores = network.outputs(ClassifierRecipe.SCORES, classes);
        this.auxiliary = model.auxiliary()
                .map(settings ->
                        new AuxiliaryClassifiers(settings, network, classes, ParameterFactory.of(engine, random)));
    }

    /** @param random decides what is dropped, in training */
    Logits logits(Tape tape, ImageBatch images, SplittableRandom random, Stages stages) {
        PictureNetwork.Features features = network.features(tape, images, random, stages);
        Variable last = stages.stage(ClassifierRecipe.SCORES, () -> scores.forward(tape, features.last()));
        return new Logits(
                last,
                auxiliary
                        .map(heads -> heads.logits(tape, features.sides(), images, random))
                        .orElse(List.of()));
    }

    int stride() {
        return network.stride();
    }

    /** In the order of the forward pass, those of the classifiers beside the last one at the end. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(network.parameters());
        parameters.addAll(scores.parameters());
        auxiliary.ifPresent(heads -> parameters.addAll(heads.parameters()));
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    List<Parameter> buffers() {
        List<Parameter> buffers = new ArrayList<>(network.buffers());
        auxiliary.ifPresent(heads -> buffers.addAll(heads.buffers()));
        return List.copyOf(buffers);
    }
}
