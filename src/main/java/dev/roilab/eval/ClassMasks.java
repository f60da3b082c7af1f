package dev.roilab.eval;

import dev.roilab.geometry.mask.RunLengthMask;
import java.util.ArrayList;
import java.util.List;

/** One class's truths and detections as masks. */
final class ClassMasks extends ClassInstances<TrueMask, FoundMask> {
    /** Masks take longer than boxes. */
    private static final int IMAGES_A_TASK = 16;

    private final List<RunLengthMask> truths = new ArrayList<>();
    private final List<RunLengthMask> detections = new ArrayList<>();

    private ClassMasks(Sizes sizes) {
        super(sizes);
    }

    /** By label. */
    static List<ClassMasks> of(InstanceInput<TrueMask, FoundMask> input) {
        return of(input, ClassMasks::new);
    }

    @Override
    int imagesATask() {
        return IMAGES_A_TASK;
    }

    @Override
    void keepTruth(TrueMask truth) {
        truths.add(truth.mask());
    }

    @Override
    void keepDetection(FoundMask detection) {
        detections.add(detection.mask());
    }

    @Override
    void overlaps(int detection, int truth, int end, double[] overlaps, int at) {
        RunLengthMask found = detections.get(detection);
        int next = at;
        for (int t = truth; t < end; t++) {
            overlaps[next++] = isCrowd(t) ? found.shareInside(truths.get(t)) : found.iou(truths.get(t));
        }
    }
}
