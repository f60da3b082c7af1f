package dev.roilab.study;

import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.TestSettings;
import dev.roilab.train.PretrainSettings;
import dev.roilab.train.TrainSettings;
import dev.roilab.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settings that the system of a trial does not know. */
final class ForeignSettings {
    private ForeignSettings() {}

    /**
     * Refuses settings that have no meaning for the system: a trial would leave them out without a word.
     *
     * @throws IllegalArgumentException with a line for each, what is wrong and what to do, that begins with its path
     */
    static void refuse(
            ModelSettings model, TrainSettings train, TestSettings test, Optional<PretrainSettings> pretraining) {
        List<String> problems = new ArrayList<>();
        String type = Spelling.typeName(model.getClass());
        if (!(model instanceof ModelSettings.FastRcnn)) {
            fastRcnnAlone(problems, type, "train.scales", train.scales());
            fastRcnnAlone(problems, type, "train.tasks", train.tasks());
            fastRcnnAlone(problems, type, "test.scales", test.scales());
        }
        if (model instanceof ModelSettings.FastRcnn fastRcnn
                && fastRcnn.svm().isPresent()
                && test.scales().isPresent()) {
            problems.add("test.scales cannot stand beside model.svm, which learns features of one scale; remove one");
        }
        if (model instanceof ModelSettings.SlidingWindow
                && test.boxes().equals(Optional.of(TestSettings.Boxes.REGRESSED))) {
            problems.add("test.boxes is regressed, but model.type %s moves no box; remove it".formatted(type));
        }
        if (model instanceof ModelSettings.SppNet && model.backbone().frozenBelow() != 0) {
            problems.add("model.backbone.frozen_below is %d, but model.type %s never changes a convolution; write 0"
                    .formatted(model.backbone().frozenBelow(), type));
        }
        if (pretraining.orElse(null) instanceof PretrainSettings.WeightFile
                && model.backbone().weights().isPresent()) {
            problems.add("model.backbone.weights would be overwritten by pretraining.weights; remove one");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    private static void fastRcnnAlone(List<String> problems, String type, String path, Optional<?> value) {
        if (value.isPresent()) {
            problems.add("%s is known to fast-rcnn alone, and model.type is %s; remove it".formatted(path, type));
        }
    }
}
