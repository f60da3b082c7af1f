package dev.roilab.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.eval.ErrorKinds.Count;
import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErrorKindsTest {
    private static final int CAT = 0;
    private static final int DOG = 1;
    private static final int CAR = 2;
    private static final List<Set<Integer>> ANIMALS = List.of(Set.of(CAT, DOG));

    /** 10 x 10 pixels. */
    private static GroundTruth object(int label, double x) {
        return Scenes.truth(label, Standing.COUNTED, new Box(x, 0, x + 10, 10));
    }

    /** 10 x 10 pixels: moved by 5 its IoU is a third. */
    private static Detection cat(double score, double x) {
        return cat(score, x, 10);
    }

    private static Detection cat(double score, double x, double height) {
        return new Detection(CAT, score, new Box(x, 0, x + 10, height));
    }

    private static Count cats(List<GroundTruth> truths, List<Detection> detections, List<Set<Integer>> similar) {
        var input = new EvaluationInput(3, List.of(new ImageResult("a", truths, detections)));
        return ErrorKindsAnalysis.evaluate(input, similar).classes().getFirst();
    }

    @Test
    void everyKindOnce() {
        List<GroundTruth> truths = List.of(
                object(CAT, 0),
                object(CAT, 20),
                object(CAT, 40),
                object(CAT, 60),
                object(CAT, 80),
                object(DOG, 100),
                object(CAR, 120));
        List<Detection> detections = List.of(
                cat(0.9, 0), cat(0.8, 25), cat(0.7, 105), cat(0.6, 125), cat(0.5, 300), cat(0.4, 40), cat(0.3, 300));
        var input = new EvaluationInput(3, List.of(new ImageResult("a", truths, detections)));
        ErrorKinds kinds = ErrorKindsAnalysis.evaluate(input, ANIMALS);
        // The sixth detection is none of the best five, but finds its object.
        assertThat(kinds.classes())
                .containsExactly(
                        new Count(5, 1, 1, 1, 1, 1, 3), new Count(1, 0, 0, 0, 0, 0, 1), new Count(1, 0, 0, 0, 0, 0, 1));
        assertThat(kinds.total()).isEqualTo(new Count(7, 1, 1, 1, 1, 1, 5));
        assertThat(kinds.total().detections()).isEqualTo(5);
    }

    @Test
    void bestAreThoseOfAllImages() {
        var input = new EvaluationInput(
                1,
                List.of(
                        new ImageResult("a", List.of(object(CAT, 0)), List.of(cat(0.2, 0), cat(0.3, 300))),
                        new ImageResult("b", List.of(object(CAT, 0)), List.of(cat(0.4, 0)))));
        assertThat(ErrorKindsAnalysis.evaluate(input, List.of()).classes())
                .containsExactly(new Count(2, 1, 0, 0, 0, 1, 0));
    }

    @Test
    void halfIsCorrectAndATenthIsNoBackground() {
        List<GroundTruth> one = List.of(object(CAT, 0));
        assertThat(cats(one, List.of(cat(1, 0, 5)), List.of())).isEqualTo(new Count(1, 1, 0, 0, 0, 0, 0));
        assertThat(cats(one, List.of(cat(1, 0, 4.99)), List.of())).isEqualTo(new Count(1, 0, 1, 0, 0, 0, 1));
        assertThat(cats(one, List.of(cat(1, 0, 1)), List.of())).isEqualTo(new Count(1, 0, 1, 0, 0, 0, 1));
        assertThat(cats(one, List.of(cat(1, 0, 0.99)), List.of())).isEqualTo(new Count(1, 0, 0, 0, 0, 1, 1));
        List<GroundTruth> two = List.of(object(CAT, 0), object(DOG, 100));
        assertThat(cats(two, List.of(cat(1, 100, 1)), ANIMALS)).isEqualTo(new Count(1, 0, 0, 1, 0, 0, 1));
        assertThat(cats(two, List.of(cat(1, 100, 1)), List.of())).isEqualTo(new Count(1, 0, 0, 0, 1, 0, 1));
        assertThat(cats(two, List.of(cat(1, 100, 0.99)), ANIMALS)).isEqualTo(new Count(1, 0, 0, 0, 0, 1, 1));
    }

    @Test
    void aFoundObjectFoundAgainIsALocalizationError() {
        // The second one overlaps the first object most, and the free one by 6 of 14 parts.
        List<GroundTruth> truths = List.of(object(CAT, 0), object(CAT, 6));
        assertThat(cats(truths, List.of(cat(0.9, 0), cat(0.8, 2)), List.of()))
                .isEqualTo(new Count(2, 1, 1, 0, 0, 0, 1));
    }

    @Test
    void theOwnClassComesFirstThenASimilarOne() {
        List<GroundTruth> truths =
                List.of(object(CAT, 0), object(CAT, 200), object(DOG, 7), object(CAR, 100), object(DOG, 108));
        List<Detection> detections = List.of(cat(0.9, 7), cat(0.8, 101));
        // A quarter and more of the first lies on a cat, all of it on a dog.
        assertThat(cats(truths, detections, ANIMALS)).isEqualTo(new Count(2, 0, 1, 1, 0, 0, 2));
        assertThat(cats(truths, detections, List.of())).isEqualTo(new Count(2, 0, 1, 0, 1, 0, 2));
    }

    @Test
    void whatFindsADifficultObjectIsNoneOfTheBest() {
        for (Standing standing : List.of(Standing.DIFFICULT, Standing.CROWD)) {
            List<GroundTruth> truths = List.of(Scenes.truth(CAT, standing, new Box(0, 0, 10, 10)), object(CAT, 100));
            assertThat(cats(truths, List.of(cat(0.9, 0), cat(0.8, 0), cat(0.7, 100)), List.of()))
                    .isEqualTo(new Count(1, 1, 0, 0, 0, 0, 0));
            assertThat(cats(truths, List.of(cat(0.9, 5)), List.of())).isEqualTo(new Count(1, 0, 1, 0, 0, 0, 1));
            List<GroundTruth> dogs = List.of(Scenes.truth(DOG, standing, new Box(0, 0, 10, 10)), object(CAT, 100));
            assertThat(cats(dogs, List.of(cat(0.9, 0)), ANIMALS)).isEqualTo(new Count(1, 0, 0, 1, 0, 0, 1));
        }
    }

    @Test
    void aClassWithoutObjectsHasNoBest() {
        assertThat(cats(List.of(object(DOG, 0)), List.of(cat(0.9, 0)), ANIMALS)).isEqualTo(Count.NONE);
    }

    @Test
    void refusesSimilarClassesThatAreNone() {
        var input = new EvaluationInput(2, List.of());
        assertThatThrownBy(() -> ErrorKindsAnalysis.evaluate(input, List.of(Set.of(2))))
                .hasMessage("similar classes are [2], expected labels of 0 to 1");
    }
}
