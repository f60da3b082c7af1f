package dev.roilab.detect;

import dev.roilab.data.Sample;
import dev.roilab.geometry.Detection;
import dev.roilab.task.Learner;
import java.util.List;

/** A detector with its whole training: sliding window, R-CNN, SPPnet and Fast R-CNN alike. */
public interface DetectionSystem extends Learner<List<Detection>> {
    /** The detections of an image, best first, in pixels of the original; one lap of the system's timer. */
    List<Detection> detect(Sample<?> sample);

    @Override
    default List<Detection> predict(Sample<?> sample) {
        return detect(sample);
    }
}
