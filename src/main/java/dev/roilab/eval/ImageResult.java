package dev.roilab.eval;

import dev.roilab.geometry.Detection;
import java.util.List;

/** What is in an image and what was found there. Detections of equal score keep their order. */
public record ImageResult(String id, List<GroundTruth> truths, List<Detection> detections) {
    public ImageResult {
        truths = List.copyOf(truths);
        detections = List.copyOf(detections);
    }
}
