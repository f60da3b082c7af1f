package dev.roilab.eval;

import java.util.List;

/** What is in an image and what was found there, by more than boxes. Detections of equal score keep their order. */
public record ImageInstances<T extends TrueInstance, D extends FoundInstance>(
        String id, List<T> truths, List<D> detections) {
    public ImageInstances {
        truths = List.copyOf(truths);
        detections = List.copyOf(detections);
    }
}
