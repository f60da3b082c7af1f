package dev.roilab.eval;

import dev.roilab.eval.CocoMatching.Matches;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One class's detections over all images, matched and ranked; precision and recall in each size range. */
final class CocoClass {
    private static final int THRESHOLDS = CocoMatching.THRESHOLDS.length;

    static final int POINTS = 101;
    private static final double[] RECALLS =
            IntStream.range(0, POINTS).mapToDouble(CocoClass::recallPoint).toArray();

    private final ClassObjects objects;
    private final List<Integer> limits;
    private final int[] ranking;
    private final Matches matches;

    CocoClass(ClassObjects objects, List<Integer> limits) {
        this.objects = objects;
        this.limits = limits;
        this.ranking = objects.ranking();
        this.matches = new Matches(ranking.length);
        int[] ranked = objects.byImage(ranking);
        IntStream.range(0, Math.ceilDiv(objects.images(), objects.imagesATask()))
                .parallel()
                .forEach(task -> match(task, ranked));
    }

    private void match(int task, int[] ranked) {
        var matching = new CocoMatching(objects, ranked, limits.getLast(), matches);
        int size = objects.imagesATask();
        int end = Math.min(objects.images(), (task + 1) * size);
        for (int image = task * size; image < end; image++) {
            matching.match(image);
        }
    }

    /** Everything in one size range; without an object to find all of it is zero. */
    RangeScores scores(SizeRange range) {
        int positives = 0;
        for (int truth = 0; truth < objects.truths(); truth++) {
            positives += CocoMatching.counts(objects, truth, range) ? 1 : 0;
        }
        var curves = new FoundCurve[THRESHOLDS];
        for (int t = 0; t < THRESHOLDS; t++) {
            curves[t] = new FoundCurve(positives);
        }
        int[][] found = new int[limits.size()][THRESHOLDS];
        follow(range, curves, found);
        double[][] recalls = new double[limits.size()][THRESHOLDS];
        double[][] precision = new double[THRESHOLDS][];
        for (int t = 0; t < THRESHOLDS; t++) {
            precision[t] = curves[t].precision(RECALLS);
            for (int limit = 0; limit < found.length; limit++) {
                recalls[limit][t] = found[limit][t] / (double) Math.max(1, positives);
            }
        }
        return new RangeScores(positives == 0, precision, recalls);
    }

    /**
     * What a size range gives.
     *
     * @param empty whether there is nothing to find
     * @param precision by [threshold][point]: interpolated, at the recalls 0, 0.01, ..., 1
     * @param recalls by [limit][threshold]: the greatest recall with so many detections an image
     */
    @SuppressWarnings("ArrayRecordComponent") // never leaves the package and is never compared
    record RangeScores(boolean empty, double[][] precision, double[][] recalls) {}

    private void follow(SizeRange range, FoundCurve[] curves, int[][] found) {
        int[] matched = matches.matched()[range.index()];
        int[] ignored = matches.ignored()[range.index()];
        int[] wrong = new int[THRESHOLDS];
        int alwaysWrong = 0;
        for (int detection : ranking) {
            int skip = ignored[detection];
            int hits = matched[detection] & ~skip;
            if (hits == 0 && skip == 0) {
                alwaysWrong++;
                continue;
            }
            for (int t = 0; t < THRESHOLDS && skip != CocoMatching.EVERY_BIT; t++) {
                if ((hits >> t & 1) != 0) {
                    curves[t].find(wrong[t] + alwaysWrong);
                } else {
                    wrong[t] += 1 - (skip >> t & 1);
                }
            }
            for (int limit = 0; hits != 0 && limit < found.length; limit++) {
                count(hits, matches.ranks()[detection] < limits.get(limit), found[limit]);
            }
        }
    }

    private static void count(int hits, boolean withinLimit, int[] found) {
        for (int t = 0; withinLimit && t < THRESHOLDS; t++) {
            found[t] += hits >> t & 1;
        }
    }

    static double recallPoint(int point) {
        return point == POINTS - 1 ? 1 : point * 0.01;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(CocoResult.EMPTY);
    }
}
