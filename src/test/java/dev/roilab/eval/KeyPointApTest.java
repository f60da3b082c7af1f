package dev.roilab.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyPointApTest {
    private static final Box BOX = new Box(10, 10, 50, 60);
    private static final KeyPointSigmas SIGMAS = new KeyPointSigmas(List.of(0.05, 0.1));

    private static KeyPoint at(double x, double y) {
        return new KeyPoint(x, y, Visibility.VISIBLE);
    }

    private static KeyPoint unknown() {
        return new KeyPoint(0, 0, Visibility.NOT_LABELLED);
    }

    private static TrueKeyPoints object(KeyPoint... points) {
        return new TrueKeyPoints(0, List.of(points), BOX, 1600, Standing.COUNTED);
    }

    private static FoundKeyPoints found(double score, KeyPoint... points) {
        return new FoundKeyPoints(0, score, List.of(points), BOX);
    }

    private static CocoResult evaluate(List<TrueKeyPoints> truths, List<FoundKeyPoints> found) {
        return KeyPointAp.evaluate(new InstanceInput<>(1, List.of(new ImageInstances<>("a", truths, found))), SIGMAS);
    }

    private static double similarity(TrueKeyPoints truth, KeyPoint... points) {
        return new ObjectKeyPointSimilarity(truth, SIGMAS).of(ObjectKeyPointSimilarity.coordinates(List.of(points)));
    }

    /** With s = 40 pixels and k = 2 sigma: 4 pixels for the first, 8 for the second. */
    @Test
    void similarityIsTheMeanOverLabelledPoints() {
        double one = Math.exp(-0.5);
        assertThat(similarity(object(at(20, 20), at(30, 30)), at(24, 20), at(30, 38)))
                .isCloseTo(one, within(1e-12));
        assertThat(similarity(object(unknown(), at(30, 30)), at(90, 20), at(22, 30)))
                .isCloseTo(one, within(1e-12));
        assertThat(similarity(object(at(24, 20), at(30, 30)), at(24, 20), at(30, 38)))
                .isCloseTo((1 + one) / 2, within(1e-12));
    }

    /** The box grown to three times its sides is (-30, -40) to (90, 110). */
    @Test
    void withoutALabelledPointTheBoxCounts() {
        TrueKeyPoints truth = object(unknown(), unknown());
        assertThat(similarity(truth, at(-30, -40), at(90, 110))).isEqualTo(1);
        assertThat(similarity(truth, at(-34, 0), at(0, 118))).isCloseTo(Math.exp(-0.5), within(1e-12));
    }

    @Test
    void anObjectWithoutALabelledPointIsNeitherFoundNorMissed() {
        FoundKeyPoints first = found(0.9, at(20, 20), at(30, 30));
        CocoResult alone = evaluate(List.of(object(unknown(), unknown())), List.of(first));
        assertThat(alone.keyPointStats()).containsOnly(CocoResult.EMPTY);
        // It takes the detection that fits the other object less well.
        CocoResult both = evaluate(
                List.of(object(unknown(), unknown()), object(at(20, 20), at(30, 30))),
                List.of(found(1, at(60, 60), at(70, 70)), first));
        assertThat(both.keyPointStats()).startsWith(1.0, 1.0, 1.0);
    }

    @Test
    void everyImageOnceIsTheUsualEvaluation() {
        var good = new ImageInstances<>(
                "a", List.of(object(at(20, 20), at(30, 30))), List.of(found(0.9, at(23, 20), at(30, 33))));
        var bad = new ImageInstances<>(
                "b", List.of(object(at(20, 20), at(30, 30))), List.of(found(0.8, at(90, 20), at(30, 90))));
        var input = new InstanceInput<>(1, List.of(good, bad));
        List<Double> stats = KeyPointAp.evaluate(input, SIGMAS).keyPointStats();
        ImageBootstrap bootstrap = KeyPointAp.bootstrap(input, SIGMAS);
        assertThat(bootstrap.replicate(new int[] {1, 1}).ap()).isCloseTo(stats.getFirst(), within(1e-12));
        assertThat(bootstrap.replicate(new int[] {0, 2}).ap50()).isZero();
        assertThat(bootstrap.replicate(new int[] {2, 0}).ap50()).isEqualTo(1);
    }

    @Test
    void twentyDetectionsOfAnImageCount() {
        List<FoundKeyPoints> many = new ArrayList<>();
        for (int index = 0; index < 20; index++) {
            many.add(found(0.9, at(900, 900), at(900, 900)));
        }
        many.add(found(0.1, at(20, 20), at(30, 30)));
        List<TrueKeyPoints> one = List.of(object(at(20, 20), at(30, 30)));
        assertThat(evaluate(one, many).recall(SizeRange.ALL, 0, 0)).isZero();
        assertThat(evaluate(one, many.subList(1, 21)).recall(SizeRange.ALL, 0, 0))
                .isEqualTo(1);
    }

    @Test
    void refusesOtherNumbersOfPointsAndSigmasThatAreNone() {
        assertThatThrownBy(() -> evaluate(List.of(object(at(1, 1))), List.of(found(1, at(1, 1), at(1, 1)))))
                .hasMessage("Cannot evaluate: image a has an object of 1 key points, expected 2");
        assertThatThrownBy(() -> new KeyPointSigmas(List.of(0.1, 0.0)))
                .hasMessage("sigmas of key points are [0.1, 0.0], expected a number above 0 for each key point");
        assertThat(KeyPointSigmas.COCO_PERSON.values()).hasSize(17);
    }
}
