package dev.roilab.eval;

import dev.roilab.eval.VocOptions.Difficult;
import dev.roilab.eval.VocOptions.PixelConvention;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** VOC average precision of one class, written as it is defined: no cleverness, any number of passes. */
final class VocTwin {
    private record Found(ImageResult image, Detection detection) {}

    private final List<Boolean> right = new ArrayList<>();
    private final VocOptions options;
    private int positives;

    VocTwin(EvaluationInput input, int label, VocOptions options) {
        this.options = options;
        List<Found> all = new ArrayList<>();
        for (ImageResult image : input.images()) {
            positives += (int) image.truths().stream()
                    .filter(truth -> truth.label() == label && counts(truth))
                    .count();
            image.detections().stream()
                    .filter(detection -> detection.label() == label)
                    .forEach(detection -> all.add(new Found(image, detection)));
        }
        all.sort(Comparator.comparingDouble((Found found) -> found.detection().score())
                .reversed());
        Set<String> taken = new HashSet<>();
        for (Found found : all) {
            judge(found, label, taken);
        }
    }

    private boolean counts(GroundTruth truth) {
        return options.difficult() == Difficult.USED || truth.standing() == GroundTruth.Standing.COUNTED;
    }

    private void judge(Found found, int label, Set<String> taken) {
        int nearest = -1;
        double overlap = 0;
        List<GroundTruth> truths = found.image().truths();
        for (int i = 0; i < truths.size(); i++) {
            double iou = plane(truths.get(i).box()).iou(plane(found.detection().box()));
            if (truths.get(i).label() == label && iou > overlap) {
                nearest = i;
                overlap = iou;
            }
        }
        boolean hit = nearest >= 0 && options.overlap().passes(overlap, options.iou());
        if (hit && !counts(truths.get(nearest))) {
            return;
        }
        right.add(hit && taken.add(found.image().id() + "/" + nearest));
    }

    /** A box as a part of the plane. */
    private Box plane(Box box) {
        return options.pixels() == PixelConvention.INCLUSIVE
                ? new Box(box.x1(), box.y1(), box.x2() + 1, box.y2() + 1)
                : box;
    }

    int positives() {
        return positives;
    }

    int truePositives() {
        return rightAmong(right.size());
    }

    int falsePositives() {
        return right.size() - truePositives();
    }

    private int rightAmong(int first) {
        return (int)
                right.subList(0, first).stream().filter(Boolean::booleanValue).count();
    }

    /** Mean over the objects of the best precision at which at least as many are found. */
    double area() {
        double sum = 0;
        for (int wanted = 1; wanted <= positives; wanted++) {
            sum += bestPrecision(wanted / (double) positives);
        }
        return sum / positives;
    }

    double elevenPoints() {
        double sum = 0;
        for (int point = 0; point <= 10; point++) {
            sum += bestPrecision(point * 0.1);
        }
        return sum / 11;
    }

    private double bestPrecision(double leastRecall) {
        double best = 0;
        for (int first = 1; first <= right.size(); first++) {
            if (rightAmong(first) / (double) positives >= leastRecall) {
                best = Math.max(best, rightAmong(first) / (double) first);
            }
        }
        return best;
    }
}
