package dev.roilab.eval;

import dev.roilab.geometry.Ranking;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One class's detections, matched once and ranked by falling score, for test sets in which images count several times.
 * Bit {@code t} of {@code matched} and {@code ignored} stands for threshold {@code t}.
 */
final class BootstrapClass {
    private final int[] image;
    private final int[] matched;
    private final int[] ignored;
    private final int[] positives;

    private BootstrapClass(int[] image, int[] matched, int[] ignored, int[] positives) {
        this.image = image;
        this.matched = matched;
        this.ignored = ignored;
        this.positives = positives;
    }

    /**
     * @param objects of one class, by image
     * @param limit detections of an image beyond this number do not count
     */
    static BootstrapClass of(List<? extends ClassObjects> objects, int limit) {
        int size = objects.stream().mapToInt(ClassObjects::detections).sum();
        int[] image = new int[size];
        int[] matched = new int[size];
        int[] ignored = new int[size];
        double[] scores = new double[size];
        int[] positives = new int[objects.size()];
        int next = 0;
        for (int i = 0; i < objects.size(); i++) {
            ClassObjects own = objects.get(i);
            var matches = new CocoMatching.Matches(own.detections());
            if (own.images() > 0) {
                new CocoMatching(own, own.byImage(own.ranking()), limit, matches).match(0);
            }
            for (int truth = 0; truth < own.truths(); truth++) {
                positives[i] += CocoMatching.counts(own, truth, SizeRange.ALL) ? 1 : 0;
            }
            for (int detection = 0; detection < own.detections(); detection++) {
                image[next] = i;
                matched[next] = matches.matched()[SizeRange.ALL.index()][detection];
                ignored[next] = matches.ignored()[SizeRange.ALL.index()][detection];
                scores[next++] = own.score(detection);
            }
        }
        int[] order = Ranking.descending(scores);
        return new BootstrapClass(pick(image, order), pick(matched, order), pick(ignored, order), positives);
    }

    /** Objects to be found where each image counts so many times. */
    int positives(int[] weights) {
        int sum = 0;
        for (int i = 0; i < positives.length; i++) {
            sum += weights[i] * positives[i];
        }
        return sum;
    }

    /** Mean precision at 101 recalls; the copies of a detection stand at one rank. */
    double averagePrecision(int[] weights, int objects, int threshold) {
        double[] precision = new double[image.length];
        double[] recall = new double[image.length];
        int size = 0;
        int right = 0;
        int wrong = 0;
        for (int i = 0; i < image.length; i++) {
            int weight = weights[image[i]];
            if (weight == 0 || (ignored[i] >> threshold & 1) != 0) {
                continue;
            }
            int hit = matched[i] >> threshold & 1;
            right += weight * hit;
            wrong += weight * (1 - hit);
            recall[size] = right / (double) objects;
            precision[size++] = right / (double) (right + wrong);
        }
        for (int i = size - 2; i >= 0; i--) {
            precision[i] = Math.max(precision[i], precision[i + 1]);
        }
        double sum = 0;
        int from = 0;
        for (int point = 0; point < CocoClass.POINTS; point++) {
            while (from < size && recall[from] < CocoClass.recallPoint(point)) {
                from++;
            }
            sum += from < size ? precision[from] : 0;
        }
        return sum / CocoClass.POINTS;
    }

    private static int[] pick(int[] values, int[] order) {
        return IntStream.of(order).map(i -> values[i]).toArray();
    }
}
