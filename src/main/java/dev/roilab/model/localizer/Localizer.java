package dev.roilab.model.localizer;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImageBatch;
import dev.roilab.detect.picture.PictureNetwork;
import dev.roilab.model.localizer.LocalizerSettings.Boxes;
import dev.roilab.nn.Linear;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The network: what a picture shows, a score for each class and the numbers of its boxes. N images, K classes. */
final class Localizer {
    /** Of a box: middle, width, height. */
    static final int NUMBERS = 4;

    private final PictureNetwork network;
    private final Linear scores;
    private final Linear boxes;
    private final boolean byClass;

    /** @param boxes [N, 4], or [N, 4 K]: as parts of the picture's sides, the middle counted from its centre */
    record Outputs(Variable logits, Variable boxes) {}

    /** A network with fresh weights, or the backbone's from its file. */
    Localizer(Engine engine, LocalizerSettings model, int classes, RandomStreams random) {
        this.network = new PictureNetwork(engine, model.backbone(), model.pooling(), model.head(), random);
        this.scores = network.outputs(LocalizerRecipe.SCORES, classes);
        this.byClass = model.boxes() == Boxes.BY_CLASS;
        this.boxes = network.outputs(LocalizerRecipe.BOX, byClass ? NUMBERS * classes : NUMBERS);
    }

    /** @param random decides what is dropped, in training */
    Outputs forward(Tape tape, ImageBatch images, SplittableRandom random, Stages stages) {
        Variable features = network.features(tape, images, random, stages).last();
        Variable logits = stages.stage(LocalizerRecipe.SCORES, () -> scores.forward(tape, features));
        return new Outputs(logits, stages.stage(LocalizerRecipe.BOX, () -> boxes.forward(tape, features)));
    }

    /** Where the numbers of a class's box begin in a row of the outputs. */
    int place(int label) {
        return byClass ? NUMBERS * label : 0;
    }

    int stride() {
        return network.stride();
    }

    /** In the order of the forward pass. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(network.parameters());
        parameters.addAll(scores.parameters());
        parameters.addAll(boxes.parameters());
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    List<Parameter> buffers() {
        return network.buffers();
    }
}
