package dev.roilab.eval;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Average precision and recall of COCO for boxes (Lin et al., Microsoft COCO, arXiv:1405.0312; pycocotools): continuous
 * pixels, IoU >= t for t = 0.5, 0.55, ..., 0.95, precision at 101 recalls. Detections by falling score take the free
 * object that they overlap most, so a second detection may take another object, unlike in VOC. Objects outside a size
 * range, difficult ones and crowd regions do not count, nor do detections that only match such an object. A crowd
 * region matches any number of detections, by the share of the detection inside; a difficult object matches one.
 */
public final class CocoAp {
    private static final int THRESHOLDS = CocoMatching.THRESHOLDS.length;

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
        List<List<ClassCell>> cells = ClassCell.group(input);
        List<Integer> kept = List.copyOf(limits);
        return new CocoResult(
                kept,
                IntStream.range(0, input.classes())
                        .parallel()
                        .mapToObj(label -> scores(cells.get(label), kept))
                        .toList());
    }

    private static CocoResult.ClassScores scores(List<ClassCell> cells, List<Integer> limits) {
        SizeRange[] ranges = SizeRange.values();
        CocoClass ranked = new CocoClass(cells, limits.getLast());
        boolean[] empty = new boolean[ranges.length];
        double[][] averages = new double[ranges.length][THRESHOLDS];
        double[][][] recalls = new double[ranges.length][limits.size()][];
        double[][] curves = new double[THRESHOLDS][];
        for (SizeRange range : ranges) {
            int r = range.index();
            empty[r] = ranked.isEmpty(range);
            for (int limit = 0; limit < limits.size(); limit++) {
                recalls[r][limit] = ranked.recall(range, limits.get(limit));
            }
            for (int t = 0; t < THRESHOLDS; t++) {
                double[] precision = ranked.precision(range, t);
                averages[r][t] = CocoClass.mean(precision);
                if (range == SizeRange.ALL) {
                    curves[t] = precision;
                }
            }
        }
        return new CocoResult.ClassScores(empty, averages, recalls, curves);
    }
}
