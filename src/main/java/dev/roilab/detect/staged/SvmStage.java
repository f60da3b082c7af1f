package dev.roilab.detect.staged;

import java.util.ArrayList;
import java.util.List;

/**
 * Trains the SVM of every class from cached features: R-CNN (arXiv:1311.2524), section 2.3 and appendix B. Positives
 * are the objects themselves; negatives the proposals that overlap every object of the class by less than 0.3; what
 * lies between takes no part.
 */
final class SvmStage {
    /** Images whose features give the mean length that features are scaled by. */
    private static final int LENGTH_IMAGES = 50;

    /** Score of a class that had no examples: no detection, and far from overflow. */
    private static final float UNKNOWN = -1e6f;

    private final List<ImageWindows> images;
    private final FeatureCache features;
    private final SvmSettings settings;

    /** @param features one row a window, image after image */
    SvmStage(List<ImageWindows> images, FeatureCache features, SvmSettings settings) {
        this.images = images;
        this.features = features;
        this.settings = settings;
    }

    /**
     * The SVMs as one map with {@code classes + 1} outputs, background's first and always 0. A class that cannot be
     * learned scores as low as no trained one does.
     */
    LinearMap train(int classes) {
        var svm = new LinearSvm(settings, features.dimensions(), settings.norm() / meanLength(images, features));
        List<List<float[]>> positives = positives(classes);
        List<HardNegativeMining> minings = positives.stream()
                .map(examples -> new HardNegativeMining(svm, examples, settings.retrain()))
                .toList();
        long row = 0;
        for (ImageWindows image : images) {
            float[][] rows = rows(row, image.boxes().size());
            for (int label = 0; label < classes; label++) {
                minings.get(label).look(negatives(image, rows, label));
            }
            row += rows.length;
        }
        var map = LinearMap.zeros(classes + 1, features.dimensions());
        for (int label = 0; label < classes; label++) {
            int output = label + 1;
            minings.get(label)
                    .finish()
                    .ifPresentOrElse(
                            decision -> map.setRow(output, decision.weights(), decision.offset()),
                            () -> map.bias()[output] = UNKNOWN);
        }
        return map;
    }

    private List<List<float[]>> positives(int classes) {
        List<List<float[]>> positives = new ArrayList<>();
        for (int label = 0; label < classes; label++) {
            positives.add(new ArrayList<>());
        }
        long row = 0;
        for (ImageWindows image : images) {
            for (int object = 0; object < image.objects().size(); object++) {
                float[] feature = features.read(row + image.proposals() + object, 1);
                positives.get(image.objects().get(object).label()).add(feature);
            }
            row += image.boxes().size();
        }
        return positives;
    }

    private List<float[]> negatives(ImageWindows image, float[][] rows, int label) {
        List<float[]> negatives = new ArrayList<>();
        for (int window = 0; window < image.proposals(); window++) {
            if (image.overlap(image.boxes().get(window), label) < settings.negativeIou()) {
                negatives.add(rows[window]);
            }
        }
        return negatives;
    }

    private float[][] rows(long first, int count) {
        float[] values = features.read(first, count);
        int columns = features.dimensions();
        float[][] rows = new float[count][columns];
        for (int r = 0; r < count; r++) {
            System.arraycopy(values, r * columns, rows[r], 0, columns);
        }
        return rows;
    }

    /** Mean Euclidean length of the first images' features; never 0. */
    static double meanLength(List<ImageWindows> images, FeatureCache features) {
        long count = images.stream()
                .limit(LENGTH_IMAGES)
                .mapToLong(image -> image.boxes().size())
                .sum();
        double sum = 0;
        for (long row = 0; row < Math.min(count, features.rows()); row++) {
            sum += length(features.read(row, 1));
        }
        return Math.max(sum / Math.max(1, Math.min(count, features.rows())), Float.MIN_NORMAL);
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
