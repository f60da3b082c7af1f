package dev.roilab.eval;

import dev.roilab.geometry.Detection;
import java.util.Comparator;
import java.util.List;

/**
 * Truths and detections of a whole test set. The order of the images decides between detections of equal score.
 *
 * @param classes number of classes; labels are below it
 */
public record EvaluationInput(int classes, List<ImageResult> images) {
    /** @throws IllegalArgumentException that names every repeated image, label out of range and undefined score */
    public EvaluationInput {
        images = List.copyOf(images);
        var problems = new InputProblems(classes);
        for (ImageResult image : images) {
            problems.image(image.id());
            for (GroundTruth truth : image.truths()) {
                problems.truth(image.id(), truth.label(), truth.box());
            }
            for (Detection detection : image.detections()) {
                problems.detection(image.id(), detection.label(), detection.score(), detection);
            }
        }
        problems.throwIfAny();
    }

    /** The same boxes as one class, ordered by class within an image: whether localization alone is right. */
    public EvaluationInput classAgnostic() {
        return new EvaluationInput(
                1, images.stream().map(EvaluationInput::withoutClasses).toList());
    }

    private static ImageResult withoutClasses(ImageResult image) {
        List<GroundTruth> truths = image.truths().stream()
                .sorted(Comparator.comparingInt(GroundTruth::label))
                .map(truth -> new GroundTruth(0, truth.box(), truth.area(), truth.standing()))
                .toList();
        List<Detection> detections = image.detections().stream()
                .sorted(Comparator.comparingInt(Detection::label))
                .map(detection -> new Detection(0, detection.score(), detection.box()))
                .toList();
        return new ImageResult(image.id(), truths, detections);
    }
}
