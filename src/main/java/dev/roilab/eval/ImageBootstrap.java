package dev.roilab.eval;

import dev.roilab.statistics.ImageDraws;
import java.util.List;
import java.util.stream.IntStream;

/**
 * COCO AP of a test set whose images are drawn again ({@link ImageDraws}): how much a metric of one training depends on
 * which images happened to be in the test set.
 */
public final class ImageBootstrap {
    private static final int THRESHOLDS = CocoMatching.THRESHOLDS.length;
    private static final int AT_50 = 0;
    private static final int AT_75 = 5;

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
        List<List<ClassBoxes>> byImage = input.images().parallelStream()
                .map(image -> ClassBoxes.of(new EvaluationInput(input.classes(), List.of(image))))
                .toList();
        List<BootstrapClass> classes = IntStream.range(0, input.classes())
                .parallel()
                .mapToObj(label -> BootstrapClass.of(
                        input,
                        label,
                        byImage.stream().map(boxes -> boxes.get(label)).toList()))
                .toList();
        return new ImageBootstrap(input.images().size(), classes);
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
