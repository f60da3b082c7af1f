package dev.roilab.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The shares of the kinds of errors that results have. */
class ErrorKindMeasuresTest {
    private static GroundTruth object(int label, double x) {
        return Scenes.truth(label, Standing.COUNTED, new Box(x, 0, x + 10, 10));
    }

    private static Detection cat(double score, double x) {
        return new Detection(0, score, new Box(x, 0, x + 10, 10));
    }

    /** Of six cats and a dog and a car, the five best detections: one of each kind, and one cat more that is right. */
    private static EvaluationInput input() {
        List<GroundTruth> truths = List.of(
                object(0, 0),
                object(0, 20),
                object(0, 40),
                object(0, 60),
                object(0, 80),
                object(1, 100),
                object(2, 120),
                object(2, 140));
        List<Detection> detections =
                List.of(cat(0.9, 0), cat(0.8, 25), cat(0.7, 105), cat(0.6, 125), cat(0.5, 300), cat(0.4, 40));
        return new EvaluationInput(3, List.of(new ImageResult("a", truths, detections)));
    }

    @Test
    void partsAreOfTheDetectionsAndMissedIsOfTheObjects() {
        Map<String, Double> shares = ErrorKindMeasures.of(input(), List.of(Set.of(0, 1)));
        assertThat(shares)
                .containsExactly(
                        entry("correct_detections", 0.2),
                        entry("localization_errors", 0.2),
                        entry("similar_errors", 0.2),
                        entry("other_errors", 0.2),
                        entry("background_errors", 0.2),
                        entry("missed_objects", 0.75));
    }

    @Test
    void withoutSimilarClassesThereIsNoSuchKind() {
        assertThat(ErrorKindMeasures.of(input(), List.of()))
                .doesNotContainKey("similar_errors")
                .containsEntry("other_errors", 0.4);
    }

    @Test
    void whatIsNotDefinedIsAbsent() {
        var empty = new EvaluationInput(3, List.of(new ImageResult("a", List.of(), List.of(cat(0.9, 0)))));
        assertThat(ErrorKindMeasures.of(empty, List.of())).isEmpty();
        var silent = new EvaluationInput(3, List.of(new ImageResult("a", List.of(object(0, 0)), List.of())));
        assertThat(ErrorKindMeasures.of(silent, List.of())).containsExactly(entry("missed_objects", 1.0));
    }

    @Test
    void onlyCorrectIsBetterHigher() {
        assertThat(ErrorKindMeasures.parts())
                .extracting(MeasureInfo::heading, MeasureInfo::better)
                .containsExactly(
                        tuple("correct", Better.HIGHER),
                        tuple("localization", Better.LOWER),
                        tuple("similar", Better.LOWER),
                        tuple("other", Better.LOWER),
                        tuple("background", Better.LOWER));
        assertThat(ErrorKindMeasures.MISSED.better()).isEqualTo(Better.LOWER);
    }
}
