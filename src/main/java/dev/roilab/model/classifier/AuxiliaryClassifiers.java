package dev.roilab.model.classifier;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImageBatch;
import dev.roilab.detect.picture.MapVector;
import dev.roilab.detect.picture.PictureNetwork;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The classifiers beside the last one: each makes scores of a map between the backbone's layers. */
final class AuxiliaryClassifiers {
    private final List<MapVector> vectors = new ArrayList<>();
    private final List<Linear> scores = new ArrayList<>();

    /** With fresh weights, whose names begin with {@code aux1} and {@code aux2}. */
    AuxiliaryClassifiers(AuxiliarySettings settings, PictureNetwork network, int classes, ParameterFactory factory) {
        for (MapVector.From map : network.sides()) {
            var vector = new MapVector(
                    factory.in("aux" + (vectors.size() + 1)),
                    map,
                    settings.pooling(),
                    settings.channels(),
                    settings.head());
            vectors.add(vector);
            scores.add(vector.outputs(ClassifierRecipe.SCORES, classes));
        }
    }

    /**
     * Scores of the classes before the softmax, [N, K] each.
     *
     * @param maps in the order of the heads
     * @param random decides what is dropped
     */
    List<Variable> logits(Tape tape, List<Variable> maps, ImageBatch images, SplittableRandom random) {
        List<Variable> logits = new ArrayList<>();
        for (int head = 0; head < maps.size(); head++) {
            Variable features = vectors.get(head)
                    .features(tape, maps.get(head), images, random, Stages.UNTIMED, ClassifierRecipe.SCORES);
            logits.add(scores.get(head).forward(tape, features));
        }
        return List.copyOf(logits);
    }

    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        for (int head = 0; head < vectors.size(); head++) {
            parameters.addAll(vectors.get(head).parameters());
            parameters.addAll(scores.get(head).parameters());
        }
        return List.copyOf(parameters);
    }

    List<Parameter> buffers() {
        return vectors.stream().flatMap(vector -> vector.buffers().stream()).toList();
    }
}
