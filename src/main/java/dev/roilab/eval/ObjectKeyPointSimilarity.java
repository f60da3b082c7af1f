package dev.roilab.eval;

import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How close found key points are to those of one object: COCO's object keypoint similarity, OKS, which takes the place
 * of the IoU (cocodataset.org, keypoints eval, section 1.2). It is the mean over the labelled key points i of
 * {@code exp(-d_i^2 / (2 s^2 k_i^2))}, with the distance d in pixels, the object's area s^2 and {@code k_i = 2
 * sigma_i}. Of an object without a labelled point, as in pycocotools, every found point counts by its distance from the
 * object's box grown to three times its sides. A labelled point is treated as such a box without extent.
 */
final class ObjectKeyPointSimilarity {
    /** The distance from 1 to the next number, so that no area is zero; pycocotools' spacing. */
    private static final double LEAST_AREA = Math.ulp(1.0);

    private final int[] compared;
    private final Box[] goals;
    private final double[] scales;

    ObjectKeyPointSimilarity(TrueKeyPoints truth, KeyPointSigmas sigmas) {
        int labelled = truth.labelled();
        Box grown = grown(truth.box());
        this.compared = IntStream.range(0, truth.points().size())
                .filter(point -> labelled == 0 || truth.points().get(point).isLabelled())
                .toArray();
        this.goals = new Box[compared.length];
        this.scales = new double[compared.length];
        for (int place = 0; place < compared.length; place++) {
            KeyPoint point = truth.points().get(compared[place]);
            double width = 2 * sigmas.values().get(compared[place]);
            goals[place] = labelled == 0 ? grown : new Box(point.x(), point.y(), point.x(), point.y());
            scales[place] = -1 / (2 * width * width * (truth.area() + LEAST_AREA));
        }
    }

    private static Box grown(Box box) {
        return new Box(
                box.x1() - box.width(),
                box.y1() - box.height(),
                box.x1() + 2 * box.width(),
                box.y1() + 2 * box.height());
    }

    /**
     * In [0, 1].
     *
     * @param found of all key points: x1, y1, x2, y2, ...
     */
    double of(double[] found) {
        double sum = 0;
        for (int place = 0; place < compared.length; place++) {
            double x = found[2 * compared[place]];
            double y = found[2 * compared[place] + 1];
            Box goal = goals[place];
            double dx = Math.max(0, goal.x1() - x) + Math.max(0, x - goal.x2());
            double dy = Math.max(0, goal.y1() - y) + Math.max(0, y - goal.y2());
            sum += Math.exp((dx * dx + dy * dy) * scales[place]);
        }
        return sum / compared.length;
    }

    /** As {@link #of} takes them. */
    static double[] coordinates(List<KeyPoint> points) {
        double[] coordinates = new double[2 * points.size()];
        for (int point = 0; point < points.size(); point++) {
            coordinates[2 * point] = points.get(point).x();
            coordinates[2 * point + 1] = points.get(point).y();
        }
        return coordinates;
    }
}
