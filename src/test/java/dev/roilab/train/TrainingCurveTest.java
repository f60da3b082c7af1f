package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.nn.Losses;
import dev.roilab.testing.TwoLosses;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingCurveTest {
    /** Stretches of two steps. */
    private static TrainingCurve curve() {
        return new TrainingCurve(10, 5);
    }

    private static TrainingCurve afterFiveSteps() {
        TrainingCurve curve = curve();
        curve.add(1, TwoLosses.of(1, 0.5), 0.1);
        curve.add(2, Losses.of("classification", 2), 0.1);
        curve.skip(3, 0.1);
        curve.skip(4, 0.1);
        curve.add(5, TwoLosses.of(1 / 3.0, 1e-300), 0.01);
        return curve;
    }

    @Test
    void aPointIsTheMeanOfEachTermOverTheStepsThatHadIt() {
        TrainingCurve curve = afterFiveSteps();
        assertThat(curve.points()).containsExactly(new TrainingCurve.Point(2, TwoLosses.of(1.5, 0.5), 0.1));
        assertThat(curve.skipped()).isEqualTo(2);
        curve.add(6, Losses.of("classification", 1), 0.01);
        assertThat(curve.points().getLast())
                .isEqualTo(new TrainingCurve.Point(6, TwoLosses.of((1 / 3.0 + 1) / 2, 1e-300), 0.01));
    }

    /** Of a training that fails: the losses of the steps since the last point are not lost. */
    @Test
    void whatWasSeenSoFarEndsWithTheOpenStretch() {
        assertThat(curve().pointsSoFar()).isEmpty();
        assertThat(afterFiveSteps().pointsSoFar())
                .containsExactly(
                        new TrainingCurve.Point(2, TwoLosses.of(1.5, 0.5), 0.1),
                        new TrainingCurve.Point(5, TwoLosses.of(1 / 3.0, 1e-300), 0.01));
    }

    @Test
    void goesOnFromWhatWasSaved() {
        TrainingCurve before = afterFiveSteps();
        TrainingCurve after = curve();
        after.restore(before.save());
        assertThat(after.save()).isEqualTo(before.save());
        for (TrainingCurve curve : List.of(before, after)) {
            curve.add(6, TwoLosses.of(7, 8), 0.01);
        }
        assertThat(after.points()).isEqualTo(before.points()).hasSize(2);
        assertThat(after.skipped()).isEqualTo(2);
    }

    /** The first is what versions wrote whose losses had no names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.5 0.25 1 1 0\n2 1.5 0.5 0.1",
                "",
                "losses by name",
                "losses by name\n1",
                "losses by name\n1 0\nsum box 0.5",
                "losses by name\n1 0\npoint 2 0.1 box",
                "losses by name\n1 0\npoint 2 0.1 Box 0.5",
                "losses by name\n1 0\n2 0.5 0.5 0.1"
            })
    void anotherTextIsRefusedAndChangesNothing(String saved) {
        TrainingCurve curve = afterFiveSteps();
        String before = curve.save();
        assertThatThrownBy(() -> curve.restore(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("its losses ");
        assertThat(curve.save()).isEqualTo(before);
    }
}
