package dev.roilab.eval;

import dev.roilab.geometry.mask.RunLengthMask;
import java.util.List;

/** One class's truths and detections as masks. */
final class ClassMasks extends ClassInstances<TrueMask, FoundMask> {
    /** Masks take longer than boxes. */
    private static final int IMAGES_A_TASK = 16;

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
    void overlaps(int detection, int truth, int end, double[] overlaps, int at) {
        RunLengthMask found = detection(detection).mask();
        int next = at;
        for (int t = truth; t < end; t++) {
            RunLengthMask mask = truth(t).mask();
            overlaps[next++] = isCrowd(t) ? found.shareInside(mask) : found.iou(mask);
        }
    }
}
