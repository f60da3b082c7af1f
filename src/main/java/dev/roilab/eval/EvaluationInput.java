package dev.roilab.eval;

import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Truths and detections of a whole test set. The order of the images decides between detections of equal score.
 *
 * @param classes number of classes; labels are below it
 */
public record EvaluationInput(int classes, List<ImageResult> images) {
    /** @throws IllegalArgumentException that names every repeated image, label out of range and undefined score */
    public EvaluationInput {
        images = List.copyOf(images);
        List<String> problems = problems(classes, images);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Cannot evaluate: " + String.join("; ", problems));
        }
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

    private static List<String> problems(int classes, List<ImageResult> images) {
        List<String> problems = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (ImageResult image : images) {
            if (!seen.add(image.id())) {
                problems.add("image " + image.id() + " is given twice, give its detections together");
            }
            for (GroundTruth truth : image.truths()) {
                if (truth.label() < 0 || truth.label() >= classes) {
                    problems.add("image " + image.id() + " has the label " + truth.label() + " for " + truth.box()
                            + ", expected 0 to " + (classes - 1));
                }
            }
            for (Detection detection : image.detections()) {
                if (detection.label() < 0 || detection.label() >= classes || Double.isNaN(detection.score())) {
                    problems.add("image " + image.id() + " has the detection " + detection
                            + ", expected a label of 0 to " + (classes - 1) + " and a score that is a number");
                }
            }
        }
        return problems;
    }
}
