package dev.roilab.eval;

import dev.roilab.statistics.ImageDraws;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * COCO AP of a test set whose images are drawn again ({@link ImageDraws}): how much a metric of one training depends on
 * which images happened to be in the test set.
 */
public final class ImageBootstrap {
    private static final int THRESHOLDS = CocoMatching.THRESHOLDS.length;
    private static final int AT_50 = 0;
    private static final int AT_75 = 5;

    private static final int DETECTIONS = 100;

    private final int images;
    private final List<BootstrapClass> classes;

    private ImageBootstrap(int images, List<BootstrapClass> classes) {
        this.images = images;
        this.classes = classes;
    }

    /** One draw's metrics, in [0, 1]; {@link CocoResult#EMPTY} if no image with an object was drawn. */
    public record Replicate(double ap, double ap50, double ap75) {}

    /** Matches the detections once; at most 100 of a class in an image count, as in {@link CocoAp}. */
    public static ImageBootstrap of(EvaluationInput input) {
        return of(
                input.classes(),
                input.images(),
                DETECTIONS,
                image -> ClassBoxes.of(new EvaluationInput(input.classes(), List.of(image))));
    }

    /**
     * For anything that an image may have.
     *
     * @param limit detections of a class in an image beyond this number do not count
     * @param objects of an image, by class
     */
    static <I> ImageBootstrap of(
            int classes, List<I> images, int limit, Function<I, List<? extends ClassObjects>> objects) {
        List<List<? extends ClassObjects>> byImage = images.parallelStream()
                .<List<? extends ClassObjects>>map(objects)
                .toList();
        List<BootstrapClass> matched = IntStream.range(0, classes)
                .parallel()
                .mapToObj(label -> BootstrapClass.of(
                        byImage.stream().map(own -> own.get(label)).toList(), limit))
                .toList();
        return new ImageBootstrap(images.size(), matched);
    }

    /**
     * The metrics of as many drawn test sets.
     *
     * @throws IllegalArgumentException if there is nothing to draw from
     */
    public List<Replicate> replicates(int count) {
        if (images == 0) {
            throw new IllegalArgumentException("no image to draw from, expected at least one");
        }
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(number -> replicate(ImageDraws.weights(number, images)))
                .toList();
    }

    /** The metrics where each image counts so many times. */
    Replicate replicate(int[] weights) {
        double[] sums = new double[THRESHOLDS];
        int counted = 0;
        for (BootstrapClass scores : classes) {
            int positives = scores.positives(weights);
            if (positives > 0) {
                counted++;
                for (int threshold = 0; threshold < THRESHOLDS; threshold++) {
                    sums[threshold] += scores.averagePrecision(weights, positives, threshold);
                }
            }
        }
        if (counted == 0) {
            return new Replicate(CocoResult.EMPTY, CocoResult.EMPTY, CocoResult.EMPTY);
        }
        for (int threshold = 0; threshold < THRESHOLDS; threshold++) {
            sums[threshold] /= counted;
        }
        return new Replicate(CocoClass.mean(sums), sums[AT_50], sums[AT_75]);
    }
}
