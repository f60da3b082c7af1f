package dev.roilab.eval;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.geometry.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One class's truths and detections as arrays, image after image; an image without either has no place here. The boxes
 * of image {@code i} are {@code starts[i]} to {@code starts[i + 1]}; four numbers a box: x1, y1, x2, y2.
 */
final class ClassBoxes {
    private static final int SIDES = 4;

    private final double[] truths;
    private final double[] truthAreas;
    private final Standing[] standings;
    private final int[] truthStarts;
    private final double[] detections;
    private final double[] scores;
    private final int[] imageOfDetection;
    private final int[] detectionStarts;
    private int images;
    private int lastImage = -1;
    private int truthCount;
    private int detectionCount;

    private ClassBoxes(int truths, int detections, int images) {
        int places = Math.min(images, truths + detections) + 1;
        this.truths = new double[SIDES * truths];
        this.truthAreas = new double[truths];
        this.standings = new Standing[truths];
        this.truthStarts = new int[places];
        this.detections = new double[SIDES * detections];
        this.scores = new double[detections];
        this.imageOfDetection = new int[detections];
        this.detectionStarts = new int[places];
    }

    /** By label. */
    static List<ClassBoxes> of(EvaluationInput input) {
        int[] truths = new int[input.classes()];
        int[] detections = new int[input.classes()];
        for (ImageResult image : input.images()) {
            image.truths().forEach(truth -> truths[truth.label()]++);
            image.detections().forEach(detection -> detections[detection.label()]++);
        }
        List<ClassBoxes> classes = new ArrayList<>();
        for (int label = 0; label < truths.length; label++) {
            classes.add(new ClassBoxes(
                    truths[label], detections[label], input.images().size()));
        }
        for (int image = 0; image < input.images().size(); image++) {
            for (GroundTruth truth : input.images().get(image).truths()) {
                classes.get(truth.label()).add(image, truth);
            }
            for (Detection detection : input.images().get(image).detections()) {
                classes.get(detection.label()).add(image, detection);
            }
        }
        classes.forEach(ClassBoxes::end);
        return classes;
    }

    private void add(int image, GroundTruth truth) {
        open(image);
        write(truth.box(), truths, truthCount);
        truthAreas[truthCount] = truth.area();
        standings[truthCount++] = truth.standing();
    }

    private void add(int image, Detection detection) {
        open(image);
        write(detection.box(), detections, detectionCount);
        imageOfDetection[detectionCount] = images - 1;
        scores[detectionCount++] = detection.score();
    }

    private void open(int image) {
        if (image != lastImage) {
            lastImage = image;
            truthStarts[images] = truthCount;
            detectionStarts[images++] = detectionCount;
        }
    }

    private void end() {
        truthStarts[images] = truthCount;
        detectionStarts[images] = detectionCount;
    }

    private static void write(Box box, double[] boxes, int index) {
        boxes[SIDES * index] = box.x1();
        boxes[SIDES * index + 1] = box.y1();
        boxes[SIDES * index + 2] = box.x2();
        boxes[SIDES * index + 3] = box.y2();
    }

    /** Images that have a truth or a detection of this class. */
    int images() {
        return images;
    }

    int truths() {
        return truthCount;
    }

    /** The first truth of an image; that of {@code images()} is one past the last. */
    int firstTruth(int image) {
        return truthStarts[image];
    }

    Standing standing(int truth) {
        return standings[truth];
    }

    boolean isCrowd(int truth) {
        return standings[truth] == Standing.CROWD;
    }

    /** For the size ranges of COCO; need not be that of the box. */
    double truthArea(int truth) {
        return truthAreas[truth];
    }

    int detections() {
        return detectionCount;
    }

    /** The first detection of an image; that of {@code images()} is one past the last. */
    int firstDetection(int image) {
        return detectionStarts[image];
    }

    int imageOf(int detection) {
        return imageOfDetection[detection];
    }

    double detectionArea(int detection) {
        return area(detections, detection, 0);
    }

    /** All detections by falling score; of equal scores those of earlier images come first, then the earlier ones. */
    int[] ranking() {
        return Ranking.descending(scores);
    }

    /** Image by image the detections of a ranking of all, so that those of an image are again between its starts. */
    int[] byImage(int[] ranking) {
        int[] next = Arrays.copyOf(detectionStarts, images);
        int[] ranked = new int[ranking.length];
        for (int detection : ranking) {
            ranked[next[imageOfDetection[detection]]++] = detection;
        }
        return ranked;
    }

    /** The area that both have; sides are longer by {@code margin}. */
    double intersection(int detection, int truth, double margin) {
        int d = SIDES * detection;
        int t = SIDES * truth;
        double width = Math.min(detections[d + 2], truths[t + 2]) - Math.max(detections[d], truths[t]) + margin;
        double height =
                Math.min(detections[d + 3], truths[t + 3]) - Math.max(detections[d + 1], truths[t + 1]) + margin;
        return width <= 0 || height <= 0 ? 0 : width * height;
    }

    /** Intersection over union; sides are longer by {@code margin}. */
    double iou(int detection, int truth, double margin) {
        double both = intersection(detection, truth, margin);
        return both == 0 ? 0 : both / (area(detections, detection, margin) + area(truths, truth, margin) - both);
    }

    private static double area(double[] boxes, int index, double margin) {
        int i = SIDES * index;
        return Math.max(0, boxes[i + 2] - boxes[i] + margin) * Math.max(0, boxes[i + 3] - boxes[i + 1] + margin);
    }
}
