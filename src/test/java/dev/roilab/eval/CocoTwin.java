package dev.roilab.eval;

import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** COCO's precision and recall of one class at one threshold and size range, written as they are defined. */
final class CocoTwin {
    private record Judged(double score, boolean right) {}

    private final List<Judged> judged = new ArrayList<>();
    private final SizeRange range;
    private final double threshold;
    private int positives;

    CocoTwin(EvaluationInput input, int label, SizeRange range, double threshold, int limit) {
        this.range = range;
        this.threshold = threshold;
        for (ImageResult image : input.images()) {
            List<GroundTruth> truths = image.truths().stream()
                    .filter(truth -> truth.label() == label)
                    .toList();
            positives += (int) truths.stream().filter(this::counts).count();
            Set<Integer> taken = new HashSet<>();
            image.detections().stream()
                    .filter(detection -> detection.label() == label)
                    .sorted(Comparator.comparingDouble(Detection::score).reversed())
                    .limit(limit)
                    .forEach(detection -> judge(detection, truths, taken));
        }
        judged.sort(Comparator.comparingDouble(Judged::score).reversed());
    }

    private boolean counts(GroundTruth truth) {
        return truth.standing() == GroundTruth.Standing.COUNTED && inRange(truth.area());
    }

    private boolean inRange(double area) {
        return switch (range) {
            case ALL -> true;
            case SMALL -> area <= 1024;
            case MEDIUM -> area >= 1024 && area <= 9216;
            case LARGE -> area >= 9216;
        };
    }

    private void judge(Detection detection, List<GroundTruth> truths, Set<Integer> taken) {
        int chosen = nearest(detection.box(), truths, taken, true);
        if (chosen < 0) {
            chosen = nearest(detection.box(), truths, taken, false);
        }
        if (chosen >= 0) {
            taken.add(chosen);
            if (counts(truths.get(chosen))) {
                judged.add(new Judged(detection.score(), true));
            }
        } else if (inRange(detection.box().area())) {
            judged.add(new Judged(detection.score(), false));
        }
    }

    private int nearest(Box box, List<GroundTruth> truths, Set<Integer> taken, boolean counted) {
        int nearest = -1;
        double most = threshold;
        for (int i = 0; i < truths.size(); i++) {
            GroundTruth truth = truths.get(i);
            boolean free = !taken.contains(i) || truth.standing() == GroundTruth.Standing.CROWD;
            if (free && counts(truth) == counted && overlap(box, truth) >= most) {
                nearest = i;
                most = overlap(box, truth);
            }
        }
        return nearest;
    }

    private static double overlap(Box box, GroundTruth truth) {
        double width = Math.min(box.x2(), truth.box().x2())
                - Math.max(box.x1(), truth.box().x1());
        double height = Math.min(box.y2(), truth.box().y2())
                - Math.max(box.y1(), truth.box().y1());
        double inside = Math.max(0, width) * Math.max(0, height);
        return truth.standing() == GroundTruth.Standing.CROWD ? inside / box.area() : box.iou(truth.box());
    }

    int positives() {
        return positives;
    }

    double recall() {
        return rightAmong(judged.size()) / (double) positives;
    }

    private int rightAmong(int first) {
        return (int) judged.subList(0, first).stream().filter(Judged::right).count();
    }

    /** Mean of the best precision at a recall of at least 0, 0.01, ..., 1. */
    double averagePrecision() {
        double sum = 0;
        for (int point = 0; point <= 100; point++) {
            // As numpy spaces them: 35 of 100 found is below the 35th of these.
            double wanted = point == 100 ? 1 : point * 0.01;
            double best = 0;
            for (int first = 1; first <= judged.size(); first++) {
                int right = rightAmong(first);
                if (right / (double) positives >= wanted) {
                    best = Math.max(best, right / (double) first);
                }
            }
            sum += best;
        }
        return sum / 101;
    }
}
