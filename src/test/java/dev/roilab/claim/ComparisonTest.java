package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.statistics.MeanEstimate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Witnesses NONE = new Witnesses(List.of(), List.of());

    private static Comparison of(Set<Integer> settings, boolean processes, double... values) {
        List<Double> list = Arrays.stream(values).boxed().toList();
        return new Comparison(MeanEstimate.of(list), settings, NONE, processes);
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
        assertThat(of(Set.of(5, 4), true, 2, 3).seeds())
                .isEqualTo("2 processes, each the mean over 4 to 5 combinations");
        assertThat(of(Set.of(1), true, 2).noun(1)).isEqualTo("process");
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
