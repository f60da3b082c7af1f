package dev.roilab.detect;

import java.util.ArrayList;
import java.util.List;

/** The stages of a detector's test. */
public final class DetectorStages {
    /** Hidden layers of the papers' networks. */
    public static final List<String> PAPERS_LAYERS = List.of("fc6", "fc7");

    /** Layers of every kind of head that Fast R-CNN may have. */
    public static final List<String> EVERY_HEAD = List.of("conv5", "fc6", "fc7");

    private static final List<String> BEGINNING = List.of("decode", "resize", "copies", "backbone");
    private static final List<String> ENDING = List.of("box_decoding", "nms");

    private DetectorStages() {}

    /**
     * All of them, in order.
     *
     * @param hiddenLayers their names
     * @param own what no other detector need have
     */
    public static List<String> with(List<String> hiddenLayers, List<String> own) {
        List<String> stages = new ArrayList<>(BEGINNING);
        stages.addAll(hiddenLayers);
        stages.addAll(own);
        stages.addAll(ENDING);
        return List.copyOf(stages);
    }
}
