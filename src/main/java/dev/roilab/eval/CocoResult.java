package dev.roilab.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The COCO family of a test set; {@link #EMPTY} where there is nothing to find. Indices of thresholds are 0 to 9. */
public final class CocoResult {
    /** The value of a cell without any object, as in pycocotools. */
    public static final double EMPTY = -1;

    /** All the thresholds 0.5, 0.55, ..., 0.95 together. */
    public static final int EVERY_IOU = -1;

    private final List<Integer> limits;
    private final List<ClassScores> classes;

    /** Averages by [size range][threshold], recall by [size range][limit][threshold], curves by [threshold][point]. */
    @SuppressWarnings("ArrayRecordComponent") // never leaves the package and is never compared
    record ClassScores(boolean[] empty, double[][] averages, double[][][] recalls, double[][] curves) {}

    CocoResult(List<Integer> limits, List<ClassScores> classes) {
        this.limits = limits;
        this.classes = classes;
    }

    /** Average precision at the greatest limit over all classes, at one threshold or {@link #EVERY_IOU}. */
    public double averagePrecision(SizeRange range, int threshold) {
        return mean(range, scores -> pick(scores.averages()[range.index()], threshold));
    }

    /** Average recall with at most {@code limits[limit]} detections an image. */
    public double averageRecall(SizeRange range, int limit) {
        return mean(range, scores -> CocoClass.mean(scores.recalls()[range.index()][limit]));
    }

    /** Recall at one threshold with at most {@code limits[limit]} detections an image, as a mean over all classes. */
    public double recall(SizeRange range, int limit, int threshold) {
        return mean(range, scores -> scores.recalls()[range.index()][limit][threshold]);
    }

    /** Average precision of one class. */
    public double classPrecision(int label, SizeRange range, int threshold) {
        ClassScores scores = classes.get(label);
        return scores.empty()[range.index()] ? EMPTY : pick(scores.averages()[range.index()], threshold);
    }

    /** Average recall of one class. */
    public double classRecall(int label, SizeRange range, int limit) {
        ClassScores scores = classes.get(label);
        return scores.empty()[range.index()] ? EMPTY : CocoClass.mean(scores.recalls()[range.index()][limit]);
    }

    /** Precision of one class at the recalls 0, 0.01, ..., 1, of all sizes; empty if the class has no object. */
    public List<Double> precision(int label, int threshold) {
        ClassScores scores = classes.get(label);
        List<Double> precision = new ArrayList<>();
        if (!scores.empty()[SizeRange.ALL.index()]) {
            for (double value : scores.curves()[threshold]) {
                precision.add(value);
            }
        }
        return precision;
    }

    /** AP, AP50, AP75, APs, APm, APl, AR at the three limits, ARs, ARm, ARl, in this order. */
    public List<Double> stats() {
        int last = limits.size() - 1;
        List<Double> stats = new ArrayList<>(List.of(
                averagePrecision(SizeRange.ALL, EVERY_IOU),
                averagePrecision(SizeRange.ALL, 0),
                averagePrecision(SizeRange.ALL, 5),
                averagePrecision(SizeRange.SMALL, EVERY_IOU),
                averagePrecision(SizeRange.MEDIUM, EVERY_IOU),
                averagePrecision(SizeRange.LARGE, EVERY_IOU)));
        for (int limit = 0; limit <= last; limit++) {
            stats.add(averageRecall(SizeRange.ALL, limit));
        }
        stats.add(averageRecall(SizeRange.SMALL, last));
        stats.add(averageRecall(SizeRange.MEDIUM, last));
        stats.add(averageRecall(SizeRange.LARGE, last));
        return stats;
    }

    /** What COCO gives for key points: AP, AP50, AP75, APm, APl, AR, AR50, AR75, ARm, ARl, in this order. */
    public List<Double> keyPointStats() {
        int last = limits.size() - 1;
        return List.of(
                averagePrecision(SizeRange.ALL, EVERY_IOU),
                averagePrecision(SizeRange.ALL, 0),
                averagePrecision(SizeRange.ALL, 5),
                averagePrecision(SizeRange.MEDIUM, EVERY_IOU),
                averagePrecision(SizeRange.LARGE, EVERY_IOU),
                averageRecall(SizeRange.ALL, last),
                recall(SizeRange.ALL, last, 0),
                recall(SizeRange.ALL, last, 5),
                averageRecall(SizeRange.MEDIUM, last),
                averageRecall(SizeRange.LARGE, last));
    }

    private static double pick(double[] averages, int threshold) {
        return threshold == EVERY_IOU ? CocoClass.mean(averages) : averages[threshold];
    }

    private double mean(SizeRange range, ToDoubleFunction<ClassScores> value) {
        return classes.stream()
                .filter(scores -> !scores.empty()[range.index()])
                .mapToDouble(value)
                .average()
                .orElse(EMPTY);
    }
}
