package dev.roilab.eval;

import static dev.roilab.eval.Scenes.found;
import static dev.roilab.eval.Scenes.single;
import static dev.roilab.eval.Scenes.truth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CocoApTest {
    private static final int AT_50 = 0;

    @Test
    void averagesTenThresholds() {
        // An overlap of 0.72 passes 0.5, 0.55, 0.6, 0.65 and 0.7.
        CocoResult result = CocoAp.evaluate(single(List.of(truth(0, 0, 100, 100)), List.of(found(0.9, 0, 0, 100, 72))));
        assertThat(result.averagePrecision(SizeRange.ALL, CocoResult.EVERY_IOU)).isEqualTo(0.5);
        assertThat(result.averagePrecision(SizeRange.ALL, 4)).isEqualTo(1);
        assertThat(result.averagePrecision(SizeRange.ALL, 5)).isZero();
    }

    @Test
    void takesPrecisionAtHundredAndOneRecalls() {
        // Right, wrong, right of 3 objects: recalls 0 to 0.33 reach precision 1, 0.34 to 0.66 reach 2/3.
        EvaluationInput input = single(
                List.of(truth(0, 0, 10, 10), truth(20, 0, 30, 10), truth(40, 0, 50, 10)),
                List.of(found(0.9, 0, 0, 10, 10), found(0.8, 80, 0, 90, 10), found(0.7, 20, 0, 30, 10)));
        assertThat(CocoAp.evaluate(input).averagePrecision(SizeRange.ALL, AT_50))
                .isCloseTo((34 + 33 * 2 / 3.0) / 101, within(1e-15));
    }

    @Test
    void theSecondDetectionOfAnObjectMayTakeAnotherOne() {
        // The second detection overlaps the first object by 9/11, the free second one by 7/13.
        EvaluationInput input = single(
                List.of(truth(0, 0, 10, 10), truth(4, 0, 14, 10)),
                List.of(found(0.9, 0, 0, 10, 10), found(0.8, 1, 0, 11, 10)));
        assertThat(CocoAp.evaluate(input).averagePrecision(SizeRange.ALL, AT_50))
                .isEqualTo(1);
    }

    @Test
    void aCrowdAbsorbsEveryDetectionInsideIt() {
        EvaluationInput input = single(
                List.of(truth(0, Standing.CROWD, new Box(50, 50, 100, 100)), truth(0, 0, 10, 10)),
                List.of(
                        found(0.9, 60, 60, 70, 70),
                        found(0.8, 60, 60, 70, 70),
                        found(0.7, 45, 60, 55, 70), // half inside: enough at 0.5 only
                        found(0.6, 0, 0, 10, 10)));
        CocoResult result = CocoAp.evaluate(input);
        assertThat(result.averagePrecision(SizeRange.ALL, AT_50)).isEqualTo(1);
        assertThat(result.averagePrecision(SizeRange.ALL, 1)).isEqualTo(0.5);
    }

    @Test
    void aDifficultObjectAbsorbsOneDetection() {
        EvaluationInput input = single(
                List.of(truth(0, Standing.DIFFICULT, new Box(50, 50, 60, 60)), truth(0, 0, 10, 10)),
                List.of(found(0.9, 50, 50, 60, 60), found(0.8, 50, 50, 60, 60), found(0.7, 0, 0, 10, 10)));
        assertThat(CocoAp.evaluate(input).averagePrecision(SizeRange.ALL, AT_50))
                .isEqualTo(0.5);
    }

    @Test
    void sizesAreByAreaAndShareTheirEnds() {
        EvaluationInput input = single(
                List.of(truth(0, 0, 32, 32), truth(100, 0, 196, 96)),
                List.of(found(0.9, 0, 0, 32, 32), found(0.8, 300, 0, 302, 2)));
        CocoResult result = CocoAp.evaluate(input);
        // 32 x 32 is small and medium, 96 x 96 medium and large; the wrong detection is small.
        assertThat(result.averageRecall(SizeRange.SMALL, 2)).isEqualTo(1);
        assertThat(result.averageRecall(SizeRange.MEDIUM, 2)).isEqualTo(0.5);
        assertThat(result.averageRecall(SizeRange.LARGE, 2)).isZero();
        assertThat(result.averagePrecision(SizeRange.SMALL, AT_50)).isEqualTo(1);
    }

    @Test
    void anEmptyRangeHasNoValue() {
        CocoResult result = CocoAp.evaluate(single(List.of(truth(0, 0, 10, 10)), List.of()));
        assertThat(result.averagePrecision(SizeRange.ALL, AT_50)).isZero();
        assertThat(result.averagePrecision(SizeRange.LARGE, AT_50)).isEqualTo(CocoResult.EMPTY);
        assertThat(result.classRecall(0, SizeRange.LARGE, 0)).isEqualTo(CocoResult.EMPTY);
    }

    @Test
    void recallIsLimitedByTheNumberOfDetections() {
        EvaluationInput input = single(
                List.of(truth(0, 0, 10, 10), truth(20, 0, 30, 10)),
                List.of(found(0.8, 20, 0, 30, 10), found(0.9, 0, 0, 10, 10)));
        CocoResult result = CocoAp.evaluate(input);
        assertThat(result.averageRecall(SizeRange.ALL, 0)).isEqualTo(0.5);
        assertThat(result.averageRecall(SizeRange.ALL, 1)).isEqualTo(1);
    }

    @Test
    void refusesLimitsThatDoNotRise() {
        EvaluationInput input = single(List.of(), List.of());
        for (List<Integer> limits : List.of(List.<Integer>of(), List.of(0, 1), List.of(10, 1), List.of(5, 5))) {
            assertThatThrownBy(() -> CocoAp.evaluate(input, limits))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(limits.toString())
                    .hasMessageContaining("expected rising numbers from 1");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void equalsItsTwin(long seed) {
        EvaluationInput input = Scenes.random(seed);
        List<Integer> limits = List.of(1, 2, 4);
        CocoResult result = CocoAp.evaluate(input, limits);
        for (int label = 0; label < input.classes(); label++) {
            for (SizeRange range : SizeRange.values()) {
                for (int threshold = 0; threshold < 10; threshold++) {
                    double iou = CocoMatching.THRESHOLDS[threshold];
                    var twin = new CocoTwin(input, label, range, iou, limits.getLast());
                    double expected = twin.positives() == 0 ? CocoResult.EMPTY : twin.averagePrecision();
                    assertThat(result.classPrecision(label, range, threshold))
                            .as("class %d, %s, IoU %s", label, range, iou)
                            .isCloseTo(expected, within(1e-12));
                }
                for (int limit = 0; limit < limits.size(); limit++) {
                    assertThat(result.classRecall(label, range, limit))
                            .as("class %d, %s, %d detections", label, range, limits.get(limit))
                            .isCloseTo(meanRecall(input, label, range, limits.get(limit)), within(1e-12));
                }
            }
        }
    }

    private static double meanRecall(EvaluationInput input, int label, SizeRange range, int limit) {
        double sum = 0;
        for (double iou : CocoMatching.THRESHOLDS) {
            var twin = new CocoTwin(input, label, range, iou, limit);
            if (twin.positives() == 0) {
                return CocoResult.EMPTY;
            }
            sum += twin.recall();
        }
        return sum / CocoMatching.THRESHOLDS.length;
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void anyNumberOfThreadsGivesTheSameBits(long seed) {
        EvaluationInput input = Scenes.random(seed);
        assertThat(withThreads(1, input)).isEqualTo(withThreads(5, input));
    }

    private static List<Double> withThreads(int threads, EvaluationInput input) {
        try (var pool = new ForkJoinPool(threads)) {
            return pool.submit(() -> CocoAp.evaluate(input).stats()).join();
        }
    }
}
