package dev.roilab.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.eval.PckResult.Count;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import java.util.List;
import org.junit.jupiter.api.Test;

class PckTest {
    /** The larger side is 100, so that a tenth is 10 pixels. */
    private static final Box BOX = new Box(0, 0, 60, 100);

    private static KeyPoint at(double x, double y) {
        return new KeyPoint(x, y, Visibility.VISIBLE);
    }

    private static TrueKeyPoints object(Standing standing, Box box, KeyPoint... points) {
        return new TrueKeyPoints(0, List.of(points), box, box.area(), standing);
    }

    private static FoundKeyPoints found(double score, Box box, KeyPoint... points) {
        return new FoundKeyPoints(0, score, List.of(points), box);
    }

    private static PckResult evaluate(List<TrueKeyPoints> truths, List<FoundKeyPoints> detections) {
        var image = new ImageInstances<>("a", truths, detections);
        return Pck.evaluate(new InstanceInput<>(1, List.of(image)), 2, 0.1);
    }

    @Test
    void atMostAPartOfTheLargerSideAway() {
        TrueKeyPoints truth = object(Standing.COUNTED, BOX, at(10, 10), at(20, 20));
        PckResult result = evaluate(List.of(truth), List.of(found(1, BOX, at(16, 18), at(20, 30.01))));
        assertThat(result.points()).containsExactly(new Count(1, 1, 1), new Count(1, 1, 0));
        assertThat(result.total().ofAll()).hasValue(0.5);
    }

    @Test
    void objectsThatAreNotFoundHaveNoCorrectPoint() {
        var hidden = new KeyPoint(0, 0, Visibility.NOT_LABELLED);
        Box far = new Box(200, 0, 260, 100);
        PckResult result = evaluate(
                List.of(
                        object(Standing.COUNTED, BOX, at(10, 10), at(20, 20)),
                        object(Standing.COUNTED, far, at(210, 10), hidden)),
                List.of(
                        found(1, BOX, at(10, 10), at(20, 20)),
                        found(0.9, new Box(200, 0, 260, 49), at(210, 10), hidden)));
        assertThat(result.points()).containsExactly(new Count(2, 1, 1), new Count(1, 1, 1));
        assertThat(result.points().getFirst().ofAll()).hasValue(0.5);
        assertThat(result.points().getFirst().ofLocated()).hasValue(1);
    }

    @Test
    void theBestScoreTakesTheObjectThatItOverlapsMost() {
        TrueKeyPoints truth = object(Standing.COUNTED, BOX, at(10, 10), at(20, 20));
        Box wider = new Box(0, 0, 80, 100);
        PckResult result = evaluate(
                List.of(truth, object(Standing.COUNTED, wider, at(10, 10), at(20, 20))),
                List.of(
                        found(0.5, BOX, at(10, 10), at(20, 20)),
                        found(0.9, BOX, at(50, 50), at(20, 20)),
                        found(0.4, BOX, at(10, 10), at(20, 20))));
        // The best takes the equal box, the next one the wider one, the third nothing.
        assertThat(result.points()).containsExactly(new Count(2, 2, 1), new Count(2, 2, 2));
    }

    /** Half of a box is enough; of two objects in one place the first is taken. */
    @Test
    void anOverlapOfAHalfTakesAndTheFirstOfEqualsIsTaken() {
        PckResult half = evaluate(
                List.of(object(Standing.COUNTED, BOX, at(10, 10), at(20, 20))),
                List.of(found(1, new Box(0, 0, 60, 50), at(10, 10), at(20, 20))));
        assertThat(half.points()).containsExactly(new Count(1, 1, 1), new Count(1, 1, 1));
        PckResult equal = evaluate(
                List.of(
                        object(Standing.COUNTED, BOX, at(10, 10), at(20, 20)),
                        object(Standing.COUNTED, BOX, at(50, 90), at(40, 80))),
                List.of(found(1, BOX, at(10, 10), at(20, 20))));
        assertThat(equal.points()).containsExactly(new Count(2, 1, 1), new Count(2, 1, 1));
    }

    @Test
    void whatDoesNotCountTakesNoPart() {
        var hidden = new KeyPoint(0, 0, Visibility.NOT_LABELLED);
        PckResult result = evaluate(
                List.of(
                        object(Standing.CROWD, BOX, at(10, 10), at(20, 20)),
                        object(Standing.DIFFICULT, BOX, at(10, 10), at(20, 20)),
                        object(Standing.COUNTED, BOX, hidden, hidden)),
                List.of(found(1, BOX, at(10, 10), at(20, 20))));
        assertThat(result.total()).isEqualTo(new Count(0, 0, 0));
        assertThat(result.total().ofAll()).isEmpty();
        assertThat(result.total().ofLocated()).isEmpty();
    }

    @Test
    void refusesOtherNumbersOfPointsAndNoPart() {
        var image = new ImageInstances<>(
                "a",
                List.of(object(Standing.COUNTED, BOX, at(1, 1))),
                List.of(found(1, BOX, at(1, 1), at(1, 1), at(1, 1))));
        var input = new InstanceInput<>(1, List.of(image));
        assertThatThrownBy(() -> Pck.evaluate(input, 2, 0.1))
                .hasMessage("Cannot evaluate: image a has an object of 1 key points, expected 2; "
                        + "image a has a detection of 3 key points, expected 2");
        assertThatThrownBy(() -> Pck.evaluate(input, 2, 0)).hasMessageContaining("expected a number above 0");
    }
}
