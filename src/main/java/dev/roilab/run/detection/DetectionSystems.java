package dev.roilab.run.detection;

import dev.roilab.detect.ModelSettings;
import dev.roilab.train.DetectionSystem;
import dev.roilab.train.FastRcnnSystem;
import dev.roilab.train.SystemParts;
import dev.roilab.train.staged.FastRcnnWithSvms;
import dev.roilab.train.staged.Rcnn;
import dev.roilab.train.staged.SlidingWindow;
import dev.roilab.train.staged.SppNet;

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
}
