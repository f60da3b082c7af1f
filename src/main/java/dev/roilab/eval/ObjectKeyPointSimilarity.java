package dev.roilab.eval;

import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import java.util.List;

/**
 * COCO's object keypoint similarity, OKS, which takes the place of the IoU (cocodataset.org, keypoints eval, section
 * 1.2): the mean over the labelled key points i of {@code exp(-d_i^2 / (2 s^2 k_i^2))}, with the distance d in pixels,
 * the object's area s^2 and {@code k_i = 2 sigma_i}. Of an object without a labelled point, as in pycocotools, every
 * found point counts by its distance from the object's box grown to three times its sides.
 */
final class ObjectKeyPointSimilarity {
    /** The distance from 1 to the next number, so that no area is zero; pycocotools' spacing. */
    private static final double LEAST = Math.ulp(1.0);

    private final double[] variances;

    ObjectKeyPointSimilarity(KeyPointSigmas sigmas) {
        this.variances = sigmas.values().stream()
                .mapToDouble(sigma -> (2 * sigma) * (2 * sigma))
                .toArray();
    }

    double of(List<KeyPoint> found, TrueKeyPoints truth) {
        int labelled = truth.labelled();
        return labelled > 0 ? byPoints(found, truth) / labelled : byBox(found, truth) / variances.length;
    }

    private double byPoints(List<KeyPoint> found, TrueKeyPoints truth) {
        double sum = 0;
        for (int point = 0; point < variances.length; point++) {
            KeyPoint goal = truth.points().get(point);
            if (goal.isLabelled()) {
                sum += similarity(
                        found.get(point).x() - goal.x(), found.get(point).y() - goal.y(), point, truth);
            }
        }
        return sum;
    }

    private double byBox(List<KeyPoint> found, TrueKeyPoints truth) {
        Box box = truth.box();
        double sum = 0;
        for (int point = 0; point < variances.length; point++) {
            double dx = beyond(found.get(point).x(), box.x1(), box.width());
            double dy = beyond(found.get(point).y(), box.y1(), box.height());
            sum += similarity(dx, dy, point, truth);
        }
        return sum;
    }

    private static double beyond(double place, double start, double length) {
        return Math.max(0, start - length - place) + Math.max(0, place - (start + 2 * length));
    }

    private double similarity(double dx, double dy, int point, TrueKeyPoints truth) {
        return Math.exp(-(dx * dx + dy * dy) / variances[point] / (truth.area() + LEAST) / 2);
    }
}
