package dev.roilab.study;

import dev.roilab.detect.ModelSettings;
import dev.roilab.timing.StageTimer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The stages that each system's test has. */
final class SystemStages {
    private static final List<String> DECODING = List.of("decode", "resize", "copies", "backbone");
    private static final List<String> FAST_RCNN = List.of("roi", "outputs");
    private static final String SVMS = "svms";
    private static final List<String> RCNN = List.of("warp", SVMS, "box_regression");
    private static final List<String> SPP_NET = List.of("roi", SVMS, "box_regression");
    private static final List<String> SLIDING_WINDOW = List.of("windows", "warp", "outputs");
    private static final List<String> ENDING = List.of("box_decoding", "nms", StageTimer.UNACCOUNTED);

    private SystemStages() {}

    /** Of one system, the proposals that it looks at among them. */
    static Set<String> of(ModelSettings model) {
        Set<String> stages = new LinkedHashSet<>();
        if (!(model instanceof ModelSettings.SlidingWindow)) {
            stages.add(HarnessMeasures.PROPOSALS);
        }
        stages.addAll(DECODING);
        stages.addAll(model.head().names());
        switch (model) {
            case ModelSettings.FastRcnn fastRcnn -> {
                stages.addAll(FAST_RCNN);
                fastRcnn.svm().ifPresent(_ -> stages.add(SVMS));
            }
            case ModelSettings.Rcnn _ -> stages.addAll(RCNN);
            case ModelSettings.SppNet _ -> stages.addAll(SPP_NET);
            case ModelSettings.SlidingWindow _ -> stages.addAll(SLIDING_WINDOW);
        }
        stages.addAll(ENDING);
        return stages;
    }

    /** Of any system with these hidden layers. */
    static Set<String> ofAny(List<String> hiddenLayers) {
        Set<String> stages = new LinkedHashSet<>(List.of(HarnessMeasures.PROPOSALS));
        List.of(DECODING, hiddenLayers, FAST_RCNN, RCNN, SPP_NET, SLIDING_WINDOW, ENDING)
                .forEach(stages::addAll);
        return stages;
    }
}
