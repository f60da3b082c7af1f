package dev.roilab.eval;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Average precision and recall of COCO for boxes (Lin et al., Microsoft COCO, arXiv:1405.0312; pycocotools): continuous
 * pixels, IoU >= t for t = 0.5, 0.55, ..., 0.95, precision at 101 recalls. Detections by falling score take the free
 * object that they overlap most, so a second detection may take another object, unlike in VOC. Objects outside a size
 * range, difficult ones and crowd regions do not count, nor do detections that only match such an object. A crowd
 * region matches any number of detections, by the share of the detection inside; a difficult object matches one.
 *
 * <p>Classes, and the images of a class, are evaluated in parallel; the result does not depend on the threads.
 */
public final class CocoAp {
    private CocoAp() {}

    /** With the usual limits of 1, 10 and 100 detections of a class in an image. */
    public static CocoResult evaluate(EvaluationInput input) {
        return evaluate(input, List.of(1, 10, 100));
    }

    /**
     * With other limits.
     *
     * @param limits rising numbers of detections of a class in an image; precision is taken at the last
     * @throws IllegalArgumentException if the limits do not rise from at least 1
     */
    public static CocoResult evaluate(EvaluationInput input, List<Integer> limits) {
        if (limits.isEmpty()
                || limits.getFirst() < 1
                || !limits.stream().sorted().distinct().toList().equals(limits)) {
            throw new IllegalArgumentException("Limits of detections an image are " + limits
                    + ", expected rising numbers from 1, such as 1, 10, 100");
        }
        return evaluate(ClassBoxes.of(input), limits);
    }

    /** Of objects that may be compared by anything, by class. */
    static CocoResult evaluate(List<? extends ClassObjects> classes, List<Integer> limits) {
        List<Integer> kept = List.copyOf(limits);
        return new CocoResult(
                kept,
                IntStream.range(0, classes.size())
                        .parallel()
                        .mapToObj(label -> scores(classes.get(label), kept))
                        .toList());
    }

    private static CocoResult.ClassScores scores(ClassObjects objects, List<Integer> limits) {
        SizeRange[] ranges = SizeRange.values();
        var matched = new CocoClass(objects, limits);
        boolean[] empty = new boolean[ranges.length];
        double[][] averages = new double[ranges.length][];
        double[][][] recalls = new double[ranges.length][][];
        double[][] curves = {};
        for (SizeRange range : ranges) {
            CocoClass.RangeScores scores = matched.scores(range);
            empty[range.index()] = scores.empty();
            recalls[range.index()] = scores.recalls();
            averages[range.index()] = Arrays.stream(scores.precision())
                    .mapToDouble(CocoClass::mean)
                    .toArray();
            if (range == SizeRange.ALL) {
                curves = scores.precision();
            }
        }
        return new CocoResult.ClassScores(empty, averages, recalls, curves);
    }
}
