package dev.roilab.eval;

import dev.roilab.eval.GroundTruth.Standing;
import java.util.ArrayList;
import java.util.List;

/** One class's truths and detections as key points. */
final class ClassKeyPoints extends ClassInstances<TrueKeyPoints, FoundKeyPoints> {
    /** Key points take longer than boxes. */
    private static final int IMAGES_A_TASK = 64;

    private final KeyPointSigmas sigmas;
    private final List<ObjectKeyPointSimilarity> goals = new ArrayList<>();
    private final List<double[]> found = new ArrayList<>();

    private ClassKeyPoints(Sizes sizes, KeyPointSigmas sigmas) {
        super(sizes);
        this.sigmas = sigmas;
    }

    /** By label. */
    static List<ClassKeyPoints> of(InstanceInput<TrueKeyPoints, FoundKeyPoints> input, KeyPointSigmas sigmas) {
        return of(input, sizes -> new ClassKeyPoints(sizes, sigmas));
    }

    @Override
    int imagesATask() {
        return IMAGES_A_TASK;
    }

    @Override
    void keepTruth(TrueKeyPoints truth) {
        goals.add(new ObjectKeyPointSimilarity(truth, sigmas));
    }

    @Override
    void keepDetection(FoundKeyPoints detection) {
        found.add(ObjectKeyPointSimilarity.coordinates(detection.points()));
    }

    @Override
    Standing standing(TrueKeyPoints truth) {
        boolean unknown = truth.standing() == Standing.COUNTED && truth.labelled() == 0;
        return unknown ? Standing.DIFFICULT : truth.standing();
    }

    @Override
    void overlaps(int detection, int truth, int end, double[] overlaps, int at) {
        double[] points = found.get(detection);
        int next = at;
        for (int t = truth; t < end; t++) {
            overlaps[next++] = goals.get(t).of(points);
        }
    }
}
