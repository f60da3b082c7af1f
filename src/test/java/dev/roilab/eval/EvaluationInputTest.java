package dev.roilab.eval;

import static dev.roilab.eval.Scenes.truth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.TrueObject;
import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EvaluationInputTest {
    private static final Box BOX = new Box(0, 0, 10, 10);

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        var first = new ImageResult(
                "cat-1", List.of(truth(3, Standing.COUNTED, BOX)), List.of(new Detection(-1, 0.5, BOX)));
        var second = new ImageResult("cat-1", List.of(), List.of(new Detection(0, Double.NaN, BOX)));
        assertThatThrownBy(() -> new EvaluationInput(2, List.of(first, second)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image cat-1 has the label 3 for " + BOX + ", expected 0 to 1")
                .hasMessageContaining("label=-1")
                .hasMessageContaining("expected a label of 0 to 1 and a score")
                .hasMessageContaining("image cat-1 is given twice, give its detections together")
                .hasMessageContaining("score=NaN");
    }

    @Test
    void withoutClassesEveryDetectionCompetesForEveryObject() {
        var input = new EvaluationInput(
                2,
                List.of(new ImageResult(
                        "a", List.of(truth(0, Standing.COUNTED, BOX)), List.of(new Detection(1, 0.5, BOX)))));
        assertThat(CocoAp.evaluate(input).averagePrecision(SizeRange.ALL, 0)).isZero();
        assertThat(CocoAp.evaluate(input.classAgnostic()).averagePrecision(SizeRange.ALL, 0))
                .isEqualTo(1);
    }

    @Test
    void whatIsMarkedAsDifficultNeedNotBeFound() {
        GroundTruth plain = GroundTruth.of(new TrueObject(1, BOX, false));
        GroundTruth difficult = GroundTruth.of(new TrueObject(1, BOX, true));
        assertThat(plain).isEqualTo(new GroundTruth(1, BOX, 100, Standing.COUNTED));
        assertThat(difficult).isEqualTo(new GroundTruth(1, BOX, 100, Standing.DIFFICULT));
    }

    @Test
    void countsWhatIsMoreThanCanBeRead() {
        List<ImageResult> images = Collections.nCopies(50, new ImageResult("a", List.of(), List.of()));
        assertThatThrownBy(() -> new EvaluationInput(1, images))
                .hasMessageEndingWith("image a is given twice, give its detections together; and 29 more");
    }
}
