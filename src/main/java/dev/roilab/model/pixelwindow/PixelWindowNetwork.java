package dev.roilab.model.pixelwindow;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImageBatch;
import dev.roilab.detect.picture.PictureNetwork;
import dev.roilab.nn.Linear;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.Stages;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A classifier of windows. */
final class PixelWindowNetwork {
    private final PictureNetwork network;
    private final Linear scores;

    /** A network with fresh weights, or the backbone's from its file. */
    PixelWindowNetwork(Engine engine, PixelWindowSettings model, int classes, RandomStreams random) {
        this.network = new PictureNetwork(engine, model.backbone(), Optional.empty(), model.head(), random);
        this.scores = network.outputs(PixelWindowRecipe.SCORES, classes);
    }

    /**
     * [B, K] of B windows, K classes.
     *
     * @param random decides what is dropped, in training
     */
    Variable logits(Tape tape, ImageBatch windows, SplittableRandom random, Stages stages) {
        Variable features = network.features(tape, windows, random, stages);
        return stages.stage(PixelWindowRecipe.SCORES, () -> scores.forward(tape, features));
    }

    List<Parameter> parameters() {
        return Stream.concat(network.parameters().stream(), scores.parameters().stream())
                .toList();
    }

    List<Parameter> buffers() {
        return network.buffers();
    }
}
