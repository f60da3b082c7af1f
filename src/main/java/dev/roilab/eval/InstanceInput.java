package dev.roilab.eval;

import java.util.List;

/**
 * Truths and detections of a whole test set, by more than boxes. The order of the images decides between detections of
 * equal score.
 *
 * @param classes number of classes; labels are below it
 */
public record InstanceInput<T extends TrueInstance, D extends FoundInstance>(
        int classes, List<ImageInstances<T, D>> images) {
    /** @throws IllegalArgumentException that names every repeated image, label out of range and undefined score */
    public InstanceInput {
        images = List.copyOf(images);
        var problems = new InputProblems(classes);
        for (ImageInstances<T, D> image : images) {
            problems.image(image.id());
            image.truths().forEach(truth -> problems.truth(image.id(), truth.label(), truth));
            image.detections().forEach(found -> problems.detection(image.id(), found.label(), found.score(), found));
        }
        problems.throwIfAny();
    }
}
