package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.result.TrialResult;
import dev.roilab.statistics.MeanEstimate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Witnesses NONE = new Witnesses(List.of(), List.of());

    private static Comparison of(Set<Integer> settings, boolean processes, double... values) {
        List<Double> list = Arrays.stream(values).boxed().toList();
        return new Comparison(MeanEstimate.of(list), settings, NONE, processes, processes ? "seeds" : "combinations");
    }

    @Test
    void isShownFromFiveSeedsOnThatAgree() {
        assertThat(of(Set.of(1), false, 3, 4, 5, 4, 4).isShown()).isTrue();
        assertThat(of(Set.of(1), false, 3, 4, 5, 4).isShown()).isFalse();
        assertThat(of(Set.of(1), false, 3, -4, 5, -4, 4).isShown()).isFalse();
    }

    @Test
    void severalEqualNumbersHaveNoSpread() {
        assertThat(of(Set.of(1), false, 2, 2).isWithoutSpread()).isTrue();
        assertThat(of(Set.of(1), false, 2, 3).isWithoutSpread()).isFalse();
        assertThat(of(Set.of(1), false, 2).isWithoutSpread())
                .as("one number is not several")
                .isFalse();
    }

    @Test
    void saysHowManySeedsOrProcessesAndWhatStandsBehindEach() {
        assertThat(of(Set.of(), false).seeds()).isEqualTo("0 seeds");
        assertThat(of(Set.of(1), false, 2).seeds()).isEqualTo("1 seed");
        assertThat(of(Set.of(4), false, 2, 3).seeds()).isEqualTo("2 seeds, each the mean over 4 combinations");
        assertThat(of(Set.of(5, 4), true, 2, 3).seeds()).isEqualTo("2 processes, each the mean over 4 to 5 seeds");
        assertThat(of(Set.of(1), true, 2).noun(1)).isEqualTo("process");
    }

    /** Half the interval is 2.776 times 0.01 / root 5 and a lower end of 0.008 is no 0.0. */
    @Test
    void theEndOfAnIntervalIsNoZeroThatItIsNot() {
        Measure ap = SmallStudy.measure("ap50");
        Comparison small = of(Set.of(1), false, 0.01, 0.02, 0.02, 0.03, 0.02);
        assertThat(small.signed(ap, small.estimate().low())).isEqualTo("+0.01");
        assertThat(new Contrast("one", ap, small, 0.01).numbers())
                .isEqualTo("+0.02 points, 95 % interval +0.01 to +0.03, 5 seeds");
        Comparison usual = of(Set.of(1), false, 3, 4, 5, 4, 4);
        assertThat(new Contrast("two", ap, usual, 0.01).numbers())
                .isEqualTo("+4.0 points, 95 % interval +3.1 to +4.9, 5 seeds");
    }

    /** Two seeds of one arm, and the same at two strides. */
    @Test
    void behindAProcessAreTheSeedsOfItsArm() {
        List<TrialResult> trials = new SmallStudy()
                .timed("pool", 1, List.of(10.0, 20.0))
                .timed("pool", 2, List.of(10.0, 21.0))
                .timed("align", 1, List.of(15.0, 30.0))
                .timed("align", 2, List.of(15.0, 32.0))
                .results()
                .trials();
        assertThat(difference(trials).seeds()).isEqualTo("2 processes, each the mean over 2 seeds");
        List<TrialResult> strides = trials.stream()
                .flatMap(trial -> Stream.of("8", "16").map(stride -> at(trial, stride)))
                .toList();
        assertThat(difference(strides).seeds()).isEqualTo("2 processes, each the mean over 4 trainings");
        assertThat(difference(strides.stream()
                                .filter(trial -> trial.seed() == 1)
                                .toList())
                        .seeds())
                .isEqualTo("2 processes, each the mean over 2 combinations");
    }

    private static Comparison difference(List<TrialResult> trials) {
        return new Pairs(Set.of(SmallStudy.ROI)).difference(side("pool", trials), side("align", trials));
    }

    private static Pairs.Side side(String arm, List<TrialResult> trials) {
        return new Pairs.Side(
                arm,
                trials.stream()
                        .filter(trial -> trial.varied().containsValue(arm))
                        .toList(),
                Measure.TOTAL);
    }

    private static TrialResult at(TrialResult trial, String stride) {
        return SmallStudy.varied(trial, "model.stride", stride);
    }

    /** Behind a contrast as a whole stands one number of combinations, which is said elsewhere; two are said here. */
    @Test
    void aContrastSaysWhatIsPairedAndWhereItsSeedsDiffer() {
        Measure ap = SmallStudy.measure("ap50");
        assertThat(new Contrast("one", ap, of(Set.of(4), false, 2, 3, 4), 0.01).withoutEffect())
                .endsWith(", 3 seeds");
        assertThat(new Contrast("two", ap, of(Set.of(4, 5), false, 2, 3, 4), 0.01).withoutEffect())
                .endsWith(", 3 seeds, each the mean over 4 to 5 combinations");
        assertThat(new Contrast("three", ap, of(Set.of(1), true, 2, 3, 4), 0.01).withoutEffect())
                .endsWith(", 3 processes");
        assertThat(new Contrast("four", ap, of(Set.of(1), true, 2), 1).withoutEffect())
                .startsWith("from a single process");
    }
}
