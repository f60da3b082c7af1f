package dev.roilab.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** One class's detections over all images, ranked once; precision and recall for each size range and limit. */
final class CocoClass {
    private static final int RANGES = SizeRange.values().length;
    private static final int THRESHOLDS = CocoMatching.THRESHOLDS.length;
    static final int POINTS = 101;

    private final int[] ranks;
    private final int[] order;
    private final int[][] matched;
    private final int[][] ignored;
    private final int[] positives = new int[RANGES];

    CocoClass(List<ClassCell> cells, int limit) {
        int[] starts = new int[cells.size() + 1];
        for (int i = 0; i < cells.size(); i++) {
            starts[i + 1] =
                    starts[i] + Math.min(limit, cells.get(i).detections().size());
        }
        int size = starts[cells.size()];
        ranks = new int[size];
        matched = new int[RANGES][size];
        ignored = new int[RANGES][size];
        double[] scores = new double[size];
        int[][] counts = new int[cells.size()][RANGES];
        IntStream.range(0, cells.size()).parallel().forEach(i -> {
            int start = starts[i];
            int detections = starts[i + 1] - start;
            CocoMatching matching = new CocoMatching(cells.get(i), detections);
            for (int d = 0; d < detections; d++) {
                ranks[start + d] = d;
                scores[start + d] = 0.0 - cells.get(i).detections().get(d).score();
            }
            for (SizeRange range : SizeRange.values()) {
                matching.match(range, matched[range.index()], ignored[range.index()], start);
                counts[i][range.index()] = matching.positives(range);
            }
        });
        for (int[] count : counts) {
            for (int range = 0; range < RANGES; range++) {
                positives[range] += count[range];
            }
        }
        order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    boolean isEmpty(SizeRange range) {
        return positives[range.index()] == 0;
    }

    /** The greatest recall at each threshold with so many detections an image. */
    double[] recall(SizeRange range, int limit) {
        double[] recall = new double[THRESHOLDS];
        int[] right = new int[THRESHOLDS];
        for (int i = 0; i < ranks.length; i++) {
            int hits = matched[range.index()][i] & ~ignored[range.index()][i];
            for (int t = 0; ranks[i] < limit && t < THRESHOLDS; t++) {
                right[t] += hits >> t & 1;
            }
        }
        for (int t = 0; t < THRESHOLDS; t++) {
            recall[t] = right[t] / (double) positives[range.index()];
        }
        return recall;
    }

    /** Interpolated precision at the recalls 0, 0.01, ..., 1; zero beyond the greatest recall. */
    double[] precision(SizeRange range, int threshold) {
        double[] precision = new double[order.length];
        double[] recall = new double[order.length];
        int size = 0;
        int right = 0;
        int wrong = 0;
        for (int i : order) {
            if ((ignored[range.index()][i] >> threshold & 1) != 0) {
                continue;
            }
            int hit = matched[range.index()][i] >> threshold & 1;
            right += hit;
            wrong += 1 - hit;
            recall[size] = right / (double) positives[range.index()];
            precision[size++] = right / (double) (right + wrong);
        }
        for (int i = size - 2; i >= 0; i--) {
            precision[i] = Math.max(precision[i], precision[i + 1]);
        }
        double[] points = new double[POINTS];
        int from = 0;
        for (int point = 0; point < POINTS; point++) {
            while (from < size && recall[from] < recallPoint(point)) {
                from++;
            }
            points[point] = from < size ? precision[from] : 0;
        }
        return points;
    }

    static double recallPoint(int point) {
        return point == POINTS - 1 ? 1 : point * 0.01;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(CocoResult.EMPTY);
    }
}
