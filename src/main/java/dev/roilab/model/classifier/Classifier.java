package dev.roilab.model.classifier;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImageBatch;
import dev.roilab.detect.picture.PictureNetwork;
import dev.roilab.nn.Linear;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The network: what a picture shows, and a score for each class. N images, K classes. */
final class Classifier {
    private final PictureNetwork network;
    private final Linear scores;

    /** A network with fresh weights, or the backbone's from its file. */
    Classifier(Engine engine, ClassifierSettings model, int classes, RandomStreams random) {
        this.network = new PictureNetwork(engine, model.backbone(), model.pooling(), model.head(), random);
        this.scores = network.outputs(ClassifierRecipe.SCORES, classes);
    }

    /**
     * Scores of the classes before the softmax, [N, K].
     *
     * @param random decides what is dropped, in training
     */
    Variable logits(Tape tape, ImageBatch images, SplittableRandom random, Stages stages) {
        Variable features = network.features(tape, images, random, stages);
        return stages.stage(ClassifierRecipe.SCORES, () -> scores.forward(tape, features));
    }

    int stride() {
        return network.stride();
    }

    /** In the order of the forward pass. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(network.parameters());
        parameters.addAll(scores.parameters());
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    List<Parameter> buffers() {
        return network.buffers();
    }
}
