package dev.roilab.eval;

import static dev.roilab.eval.Scenes.found;
import static dev.roilab.eval.Scenes.single;
import static dev.roilab.eval.Scenes.truth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.eval.VocOptions.Difficult;
import dev.roilab.eval.VocOptions.Interpolation;
import dev.roilab.eval.VocOptions.Overlap;
import dev.roilab.eval.VocOptions.PixelConvention;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class VocApTest {
    private static final VocOptions AREA = VocOptions.continuous(0.5, Interpolation.AREA);
    private static final VocOptions ELEVEN = VocOptions.continuous(0.5, Interpolation.ELEVEN_POINTS);

    /**
     * Three objects; the detections are right, wrong, right, so the curve runs through (recall, precision) = (1/3, 1),
     * (1/3, 1/2), (2/3, 2/3).
     */
    private static final EvaluationInput RIGHT_WRONG_RIGHT = new EvaluationInput(
            1,
            List.of(
                    new ImageResult(
                            "a",
                            List.of(truth(0, 0, 10, 10), truth(50, 50, 60, 60)),
                            List.of(found(0.7, 50, 50, 60, 60), found(0.9, 0, 0, 10, 10))),
                    new ImageResult("b", List.of(truth(0, 0, 10, 10)), List.of(found(0.8, 50, 50, 60, 60)))));

    @Test
    void areaIsThatBelowTheFallingEnvelope() {
        // A third at precision 1, a third at 2/3, nothing in the last third.
        assertThat(average(RIGHT_WRONG_RIGHT, AREA)).isCloseTo((1 + 2 / 3.0) / 3, within(1e-15));
    }

    @Test
    void elevenPointsAreTheBestPrecisionsAtTenths() {
        // Recalls 0 to 0.3 reach precision 1, 0.4 to 0.6 reach 2/3, 0.7 to 1 nothing.
        assertThat(average(RIGHT_WRONG_RIGHT, ELEVEN)).isCloseTo((4 + 3 * 2 / 3.0) / 11, within(1e-15));
    }

    @Test
    void countsSayHowManyWereRightAndWrong() {
        VocResult.ClassResult result = only(RIGHT_WRONG_RIGHT, AREA);
        assertThat(result.positives()).isEqualTo(3);
        assertThat(result.truePositives()).isEqualTo(2);
        assertThat(result.falsePositives()).isEqualTo(1);
    }

    @Test
    void theSecondDetectionOfAnObjectIsWrongEvenIfItOverlapsAnotherOne() {
        // The second detection overlaps the first object by 9/11, the free second one by 7/13.
        EvaluationInput input = single(
                List.of(truth(0, 0, 10, 10), truth(4, 0, 14, 10)),
                List.of(found(0.9, 0, 0, 10, 10), found(0.8, 1, 0, 11, 10)));
        VocResult.ClassResult result = only(input, AREA);
        assertThat(result.truePositives()).isEqualTo(1);
        assertThat(result.falsePositives()).isEqualTo(1);
        assertThat(average(input, AREA)).isEqualTo(0.5);
    }

    @Test
    void everyDetectionOfADifficultObjectIsPassedOver() {
        EvaluationInput input = single(
                List.of(truth(0, 0, 10, 10), truth(0, Standing.DIFFICULT, new Box(50, 50, 60, 60))),
                List.of(found(0.9, 50, 50, 60, 60), found(0.8, 51, 50, 61, 60), found(0.7, 0, 0, 10, 10)));
        VocResult.ClassResult result = only(input, AREA);
        assertThat(result.positives()).isEqualTo(1);
        assertThat(result.falsePositives()).isZero();
        assertThat(average(input, AREA)).isEqualTo(1);
    }

    @Test
    void difficultObjectsMayBeUsedAsAnyOther() {
        EvaluationInput input = single(
                List.of(truth(0, 0, 10, 10), truth(0, Standing.DIFFICULT, new Box(50, 50, 60, 60))),
                List.of(found(0.9, 50, 50, 60, 60)));
        var used =
                new VocOptions(0.5, PixelConvention.CONTINUOUS, Overlap.AT_LEAST, Difficult.USED, Interpolation.AREA);
        assertThat(average(input, used)).isEqualTo(0.5);
        assertThat(average(input, AREA)).isZero();
    }

    @Test
    void anOverlapEqualToTheThresholdPassesOrNotByConvention() {
        EvaluationInput half = single(List.of(truth(0, 0, 10, 10)), List.of(found(0.9, 0, 0, 10, 5)));
        var above =
                new VocOptions(0.5, PixelConvention.CONTINUOUS, Overlap.ABOVE, Difficult.IGNORED, Interpolation.AREA);
        assertThat(average(half, AREA)).isEqualTo(1);
        assertThat(average(half, above)).isZero();
    }

    @Test
    void inclusivePixelsMakeEverySideLongerByOne() {
        // Sides of 10 pixels, 5 of them shared: 50 / 150 = 0.33. Read as continuous: 4 * 9 / (81 + 81 - 36) = 0.29.
        EvaluationInput input = single(List.of(truth(0, 0, 9, 9)), List.of(found(0.9, 5, 0, 14, 9)));
        for (PixelConvention pixels : PixelConvention.values()) {
            var options = new VocOptions(0.3, pixels, Overlap.AT_LEAST, Difficult.IGNORED, Interpolation.AREA);
            double expected = pixels == PixelConvention.INCLUSIVE ? 1 : 0;
            assertThat(average(input, options)).as(pixels.name()).isEqualTo(expected);
        }
    }

    @Test
    void ofEqualScoresTheEarlierDetectionComesFirst() {
        EvaluationInput input =
                single(List.of(truth(0, 0, 10, 10)), List.of(found(0.5, 50, 50, 60, 60), found(0.5, 0, 0, 10, 10)));
        assertThat(average(input, AREA)).isEqualTo(0.5);
    }

    @Test
    void aClassWithoutObjectsHasNoAverageAndDoesNotEnterTheMean() {
        var input = new EvaluationInput(
                3,
                List.of(new ImageResult(
                        "a",
                        List.of(truth(0, 0, 10, 10), truth(2, Standing.COUNTED, new Box(0, 0, 10, 10))),
                        List.of(found(0.9, 0, 0, 10, 10), new Detection(1, 0.8, new Box(0, 0, 10, 10))))));
        VocResult result = VocAp.evaluate(input, AREA);
        assertThat(result.classes().get(1).averagePrecision()).isEmpty();
        assertThat(result.classes().get(1).falsePositives()).isEqualTo(1);
        assertThat(result.classes().get(2).averagePrecision()).hasValue(0);
        assertThat(result.mean()).hasValue(0.5);
    }

    @Test
    void withoutAnyObjectThereIsNoMean() {
        assertThat(VocAp.evaluate(single(List.of(), List.of(found(0.9, 0, 0, 10, 10))), AREA)
                        .mean())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void equalsItsTwinInEveryConvention(long seed) {
        EvaluationInput input = Scenes.random(seed);
        for (PixelConvention pixels : PixelConvention.values()) {
            for (Overlap overlap : Overlap.values()) {
                for (Difficult difficult : Difficult.values()) {
                    equalsItsTwin(input, new VocOptions(0.5, pixels, overlap, difficult, Interpolation.AREA));
                    equalsItsTwin(
                            input, new VocOptions(0.625, pixels, overlap, difficult, Interpolation.ELEVEN_POINTS));
                }
            }
        }
    }

    private static void equalsItsTwin(EvaluationInput input, VocOptions options) {
        VocResult result = VocAp.evaluate(input, options);
        for (int label = 0; label < input.classes(); label++) {
            var twin = new VocTwin(input, label, options);
            VocResult.ClassResult actual = result.classes().get(label);
            String what = options + " class " + label;
            assertThat(actual.positives()).as(what).isEqualTo(twin.positives());
            assertThat(actual.truePositives()).as(what).isEqualTo(twin.truePositives());
            assertThat(actual.falsePositives()).as(what).isEqualTo(twin.falsePositives());
            assertThat(actual.averagePrecision().isPresent()).as(what).isEqualTo(twin.positives() > 0);
            actual.averagePrecision().ifPresent(average -> {
                double expected = switch (options.interpolation()) {
                    case AREA -> twin.area();
                    case ELEVEN_POINTS -> twin.elevenPoints();
                };
                assertThat(average).as(what).isCloseTo(expected, within(1e-12));
            });
        }
    }

    private static VocResult.ClassResult only(EvaluationInput input, VocOptions options) {
        return VocAp.evaluate(input, options).classes().getFirst();
    }

    private static double average(EvaluationInput input, VocOptions options) {
        return only(input, options).averagePrecision().orElseThrow();
    }
}
