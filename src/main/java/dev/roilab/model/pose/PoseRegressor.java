package dev.roilab.model.pose;

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

/** The network: two numbers for each joint of a picture's object. N images, K joints. */
final class PoseRegressor {
    private final PictureNetwork network;
    private final Linear joints;

    /** A network with fresh weights, or the backbone's from its file. */
    PoseRegressor(Engine engine, PoseRegressorSettings model, JointTargets targets, RandomStreams random) {
        this.network = new PictureNetwork(engine, model.backbone(), model.pooling(), model.head(), random);
        this.joints = network.outputs(PoseRegressorRecipe.JOINTS, JointTargets.NUMBERS * targets.count());
    }

    /**
     * As {@link JointTargets} has them, [N, 2 K].
     *
     * @param random decides what is dropped, in training
     */
    Variable forward(Tape tape, ImageBatch images, SplittableRandom random, Stages stages) {
        Variable features = network.features(tape, images, random, stages).last();
        return stages.stage(PoseRegressorRecipe.JOINTS, () -> joints.forward(tape, features));
    }

    int stride() {
        return network.stride();
    }

    /** In the order of the forward pass. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(network.parameters());
        parameters.addAll(joints.parameters());
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    List<Parameter> buffers() {
        return network.buffers();
    }
}
