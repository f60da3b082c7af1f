package dev.roilab.eval;

import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.List;

/** One class's truths and detections as boxes in arrays: four numbers a box, x1, y1, x2, y2. */
final class ClassBoxes extends ClassObjects {
    private static final int SIDES = 4;

    private final double[] truths;
    private final double[] detections;

    private ClassBoxes(int truths, int detections, int images) {
        super(truths, detections, images);
        this.truths = new double[SIDES * truths];
        this.detections = new double[SIDES * detections];
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
        write(truth.box(), truths, addTruth(image, truth.area(), truth.standing()));
    }

    private void add(int image, Detection detection) {
        write(detection.box(), detections, addDetection(image, detection.box().area(), detection.score()));
    }

    private static void write(Box box, double[] boxes, int index) {
        boxes[SIDES * index] = box.x1();
        boxes[SIDES * index + 1] = box.y1();
        boxes[SIDES * index + 2] = box.x2();
        boxes[SIDES * index + 3] = box.y2();
    }

    @Override
    void overlaps(int detection, int truth, int end, double[] overlaps, int at) {
        int next = at;
        for (int t = truth; t < end; t++) {
            overlaps[next++] = isCrowd(t) ? shareInside(detection, t) : iou(detection, t, 0);
        }
    }

    private double shareInside(int detection, int truth) {
        double inside = intersection(detection, truth, 0);
        return inside == 0 ? 0 : inside / detectionArea(detection);
    }

    /** The area that both have; sides are longer by {@code margin}. */
    private double intersection(int detection, int truth, double margin) {
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
