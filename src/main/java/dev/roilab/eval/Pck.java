package dev.roilab.eval;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Ranking;
import dev.roilab.geometry.keypoint.KeyPoint;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Percentage of correct key points (Yang and Ramanan, Articulated human detection with flexible mixtures of parts, PAMI
 * 2013, section 5): a key point is correct if it is at most a given part of the larger side of its object's box away.
 *
 * <p>The paper gives every object's box to the method. Here objects must be found: detections by falling score take the
 * free object of their class whose box they overlap most, from an IoU of 0.5 on, and the key points of an object that
 * none takes are not correct. Objects that are difficult, crowds or without a labelled key point take no part.
 */
public final class Pck {
    private static final double LEAST_IOU = 0.5;

    private final List<TrueKeyPoints> truths;
    private final @Nullable FoundKeyPoints[] found;

    private Pck(ImageInstances<TrueKeyPoints, FoundKeyPoints> image) {
        this.truths = image.truths().stream()
                .filter(truth -> truth.standing() == Standing.COUNTED && truth.labelled() > 0)
                .toList();
        this.found = new FoundKeyPoints[truths.size()];
        double[] scores =
                image.detections().stream().mapToDouble(FoundKeyPoints::score).toArray();
        for (int detection : Ranking.descending(scores)) {
            take(image.detections().get(detection));
        }
    }

    /**
     * Over a test set.
     *
     * @param points key points of every object
     * @param fraction of the larger side of the object's box; above 0, usually 0.1 or 0.2
     * @throws IllegalArgumentException if an object has another number of key points, or for a fraction not above zero
     */
    public static PckResult evaluate(InstanceInput<TrueKeyPoints, FoundKeyPoints> input, int points, double fraction) {
        if (!(fraction > 0)) {
            throw new IllegalArgumentException("PCK's part of an object's larger side is " + fraction
                    + ", expected a number above 0, such as 0.1");
        }
        KeyPointAp.requireAsManyPoints(input, points);
        List<PckResult.Count> none = Collections.nCopies(points, new PckResult.Count(0, 0, 0));
        return new PckResult(input.images().stream()
                .map(image -> new Pck(image).counts(points, fraction))
                .reduce(none, Pck::sum));
    }

    private static List<PckResult.Count> sum(List<PckResult.Count> one, List<PckResult.Count> other) {
        return IntStream.range(0, one.size())
                .mapToObj(point -> one.get(point).plus(other.get(point)))
                .toList();
    }

    private void take(FoundKeyPoints detection) {
        int best = -1;
        double most = LEAST_IOU;
        for (int truth = 0; truth < found.length; truth++) {
            TrueKeyPoints object = truths.get(truth);
            double iou = object.box().iou(detection.box());
            boolean free = found[truth] == null && object.label() == detection.label();
            if (free && (best < 0 ? iou >= most : iou > most)) {
                most = iou;
                best = truth;
            }
        }
        if (best >= 0) {
            found[best] = detection;
        }
    }

    private List<PckResult.Count> counts(int points, double fraction) {
        return IntStream.range(0, points)
                .mapToObj(point -> count(point, fraction))
                .toList();
    }

    private PckResult.Count count(int point, double fraction) {
        int labelled = 0;
        int located = 0;
        int correct = 0;
        for (int index = 0; index < found.length; index++) {
            TrueKeyPoints truth = truths.get(index);
            FoundKeyPoints detection = found[index];
            KeyPoint goal = truth.points().get(point);
            if (goal.isLabelled()) {
                labelled++;
                if (detection != null) {
                    located++;
                    KeyPoint guess = detection.points().get(point);
                    double farthest =
                            fraction * Math.max(truth.box().width(), truth.box().height());
                    correct += Math.hypot(guess.x() - goal.x(), guess.y() - goal.y()) <= farthest ? 1 : 0;
                }
            }
        }
        return new PckResult.Count(labelled, located, correct);
    }
}
