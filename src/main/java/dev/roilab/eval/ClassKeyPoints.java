package dev.roilab.eval;

import dev.roilab.eval.GroundTruth.Standing;
import java.util.List;

/** One class's truths and detections as key points. */
final class ClassKeyPoints extends ClassInstances<TrueKeyPoints, FoundKeyPoints> {
    private final ObjectKeyPointSimilarity similarity;

    private ClassKeyPoints(Sizes sizes, ObjectKeyPointSimilarity similarity) {
        super(sizes);
        this.similarity = similarity;
    }

    /** By label. */
    static List<ClassKeyPoints> of(InstanceInput<TrueKeyPoints, FoundKeyPoints> input, KeyPointSigmas sigmas) {
        var similarity = new ObjectKeyPointSimilarity(sigmas);
        return of(input, sizes -> new ClassKeyPoints(sizes, similarity));
    }

    @Override
    Standing standing(TrueKeyPoints truth) {
        boolean unknown = truth.standing() == Standing.COUNTED && truth.labelled() == 0;
        return unknown ? Standing.DIFFICULT : truth.standing();
    }

    @Override
    void overlaps(int detection, int truth, int end, double[] overlaps, int at) {
        FoundKeyPoints found = detection(detection);
        int next = at;
        for (int t = truth; t < end; t++) {
            overlaps[next++] = similarity.of(found.points(), truth(t));
        }
    }
}
