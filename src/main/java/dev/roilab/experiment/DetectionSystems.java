package dev.roilab.experiment;

import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.TestSettings;
import dev.roilab.train.DetectionSystem;
import dev.roilab.train.FastRcnnSystem;
import dev.roilab.train.SystemParts;
import dev.roilab.train.TrainSettings;
import dev.roilab.train.staged.FastRcnnWithSvms;
import dev.roilab.train.staged.Rcnn;
import dev.roilab.train.staged.SlidingWindow;
import dev.roilab.train.staged.SppNet;
import java.util.Optional;

/** From the {@code model} block of a study to its system. */
final class DetectionSystems {
    private DetectionSystems() {}

    /** A system with fresh weights, in the engine's present scope. */
    static DetectionSystem create(SystemParts parts, ModelSettings model) {
        return switch (model) {
            case ModelSettings.FastRcnn fastRcnn ->
                fastRcnn.svm()
                        .<DetectionSystem>map(svm -> new FastRcnnWithSvms(parts, fastRcnn, svm))
                        .orElseGet(() -> new FastRcnnSystem(parts, fastRcnn));
            case ModelSettings.Rcnn rcnn -> new Rcnn(parts, rcnn);
            case ModelSettings.SppNet sppNet -> new SppNet(parts, sppNet);
            case ModelSettings.SlidingWindow window -> new SlidingWindow(parts, window);
        };
    }

    /**
     * Refuses settings that have no meaning for the system: a trial would leave them out without a word.
     *
     * @throws IllegalArgumentException with what to do; it begins with the block it is about
     */
    static void requireMeaning(ModelSettings model, TrainSettings train, TestSettings test) {
        if (!(model instanceof ModelSettings.FastRcnn fastRcnn)) {
            requireAbsent("train", "scales", train.scales());
            requireAbsent("train", "tasks", train.tasks());
            requireAbsent("test", "scales", test.scales());
        } else if (fastRcnn.svm().isPresent()) {
            FastRcnnWithSvms.requireOneScale(test);
        }
    }

    private static void requireAbsent(String block, String key, Optional<?> value) {
        if (value.isPresent()) {
            throw new IllegalArgumentException(
                    "%s has %s, which fast-rcnn alone knows; remove %s.%s".formatted(block, key, block, key));
        }
    }
}
