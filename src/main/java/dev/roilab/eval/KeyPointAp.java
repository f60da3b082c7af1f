package dev.roilab.eval;

import dev.roilab.geometry.keypoint.KeyPoint;
import java.util.List;

/**
 * Average precision and recall of COCO for key points: as {@link CocoAp}, with {@link ObjectKeyPointSimilarity} in
 * place of the IoU, for crowd regions too, and at most 20 detections of a class in an image (pycocotools'
 * {@code keypoints}). Objects without a labelled key point do not count, nor does the detection that one of them takes.
 * There are no small objects among COCO's numbers, which are {@link CocoResult#keyPointStats()}.
 */
public final class KeyPointAp {
    private static final int LIMIT = 20;

    private KeyPointAp() {}

    /**
     * With the usual limit of 20 detections of a class in an image.
     *
     * @throws IllegalArgumentException that names every image with an object of more or less key points than sigmas
     */
    public static CocoResult evaluate(InstanceInput<TrueKeyPoints, FoundKeyPoints> input, KeyPointSigmas sigmas) {
        requireAsManyPoints(input, sigmas.values().size());
        return CocoAp.evaluate(ClassKeyPoints.of(input, sigmas), List.of(LIMIT));
    }

    /** For intervals: matches the detections once; at most 20 of a class in an image count. */
    public static ImageBootstrap bootstrap(InstanceInput<TrueKeyPoints, FoundKeyPoints> input, KeyPointSigmas sigmas) {
        requireAsManyPoints(input, sigmas.values().size());
        return ImageBootstrap.of(
                input.classes(),
                input.images(),
                LIMIT,
                image -> ClassKeyPoints.of(new InstanceInput<>(input.classes(), List.of(image)), sigmas));
    }

    /** @throws IllegalArgumentException that names every image with an object of another number of key points */
    static void requireAsManyPoints(InstanceInput<TrueKeyPoints, FoundKeyPoints> input, int expected) {
        var problems = new InputProblems(input.classes());
        for (ImageInstances<TrueKeyPoints, FoundKeyPoints> image : input.images()) {
            image.truths().forEach(truth -> check(problems, image.id() + " has an object", truth.points(), expected));
            image.detections()
                    .forEach(found -> check(problems, image.id() + " has a detection", found.points(), expected));
        }
        problems.throwIfAny();
    }

    private static void check(InputProblems problems, String what, List<KeyPoint> points, int expected) {
        if (points.size() != expected) {
            problems.other("image " + what + " of " + points.size() + " key points, expected " + expected);
        }
    }
}
