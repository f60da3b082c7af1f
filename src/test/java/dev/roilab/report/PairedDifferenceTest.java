package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
    /** Mean 2, s = 1, t(0.975, 2) = 4.30265: half the width is 4.30265 / sqrt(3) = 2.48414. */
    @Test
    void equalsTheIntervalComputedByHand() {
        PairedDifference difference = PairedDifference.of(List.of(1.0, 2.0, 3.0));
        assertThat(difference.pairs()).isEqualTo(3);
        assertThat(difference.mean()).isEqualTo(2);
        assertThat(difference.low()).isCloseTo(-0.48414, within(1e-5));
        assertThat(difference.high()).isCloseTo(4.48414, within(1e-5));
        assertThat(difference.excludesZero()).isFalse();
    }

    @Test
    void quantilesAreThoseOfPrintedTables() {
        assertThat(PairedDifference.quantile(1)).isCloseTo(12.7062, within(1e-4));
        assertThat(PairedDifference.quantile(4)).isCloseTo(2.7764, within(1e-4));
        assertThat(PairedDifference.quantile(9)).isCloseTo(2.2622, within(1e-4));
        assertThat(PairedDifference.quantile(1000)).isCloseTo(1.9623, within(1e-4));
    }

    @Test
    void equalDifferencesExcludeZeroOnEitherSide() {
        assertThat(PairedDifference.of(List.of(0.5, 0.5)).excludesZero()).isTrue();
        assertThat(PairedDifference.of(List.of(-0.5, -0.5)).excludesZero()).isTrue();
        assertThat(PairedDifference.of(List.of(0.0, 0.0)).excludesZero()).isFalse();
    }

    @Test
    void fewerThanTwoPairsShowNothing() {
        assertThat(PairedDifference.of(List.of()).excludesZero()).isFalse();
        PairedDifference single = PairedDifference.of(List.of(7.0));
        assertThat(single.mean()).isEqualTo(7);
        assertThat(single.low()).isNaN();
        assertThat(single.excludesZero()).isFalse();
    }
}
