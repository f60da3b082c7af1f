package dev.roilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeanEstimateTest {
    /** Mean 2, s = 1, t(0.975, 2) = 4.30265: half the width is 4.30265 / sqrt(3) = 2.48414. */
    @Test
    void equalsTheIntervalComputedByHand() {
        MeanEstimate estimate = MeanEstimate.of(List.of(1.0, 2.0, 3.0));
        assertThat(estimate.count()).isEqualTo(3);
        assertThat(estimate.mean()).isEqualTo(2);
        assertThat(estimate.deviation()).isEqualTo(1);
        assertThat(estimate.low()).isCloseTo(-0.48414, within(1e-5));
        assertThat(estimate.high()).isCloseTo(4.48414, within(1e-5));
        assertThat(estimate.excludesZero()).isFalse();
        assertThat(estimate.excludes(5)).isTrue();
    }

    /** Equal seeds are no proof of a small spread, so that they exclude nothing, up to rounding. */
    @Test
    void equalValuesShowNothing() {
        for (MeanEstimate equal : List.of(
                MeanEstimate.of(List.of(0.5, 0.5, 0.5, 0.5, 0.5)),
                MeanEstimate.of(List.of(0.3 - 0.1, 0.2, 0.4 - 0.2)),
                MeanEstimate.of(List.of(0.0, 0.0)))) {
            assertThat(equal.hasSpread()).isFalse();
            assertThat(equal.excludesZero()).isFalse();
            assertThat(equal.excludes(7)).isFalse();
            assertThat(equal.pValue(0)).isNaN();
        }
        assertThat(MeanEstimate.of(List.of(0.5, 0.500001)).hasSpread()).isTrue();
    }

    /** Rounding is a billionth of the mean, and the least number of full precision. */
    @Test
    void aSpreadIsMoreThanRounding() {
        for (double[] meanAndRounding : new double[][] {{1e9, 1}, {-1e9, 1}, {0, Double.MIN_NORMAL}}) {
            double mean = meanAndRounding[0];
            double rounding = meanAndRounding[1];
            assertThat(new MeanEstimate(3, mean, rounding, 0, 0).hasSpread()).isFalse();
            assertThat(new MeanEstimate(3, mean, 1.001 * rounding, 0, 0).hasSpread())
                    .isTrue();
        }
    }

    /** t = 2 / (1 / sqrt(3)) = 3.4641 with two degrees of freedom: p = 1 - t / sqrt(t^2 + 2) = 0.07418. */
    @Test
    void thePValueIsStudents() {
        MeanEstimate estimate = MeanEstimate.of(List.of(1.0, 2.0, 3.0));
        assertThat(estimate.pValue(0)).isCloseTo(1 - Math.sqrt(12.0 / 14), within(1e-9));
        assertThat(estimate.pValue(4)).isCloseTo(estimate.pValue(0), within(1e-12));
        assertThat(estimate.pValue(2)).isCloseTo(1, within(1e-12));
        assertThat(estimate.pValue(estimate.high())).isCloseTo(0.05, within(1e-6));
    }

    @Test
    void fewerThanTwoValuesShowNothing() {
        assertThat(MeanEstimate.of(List.of()).excludesZero()).isFalse();
        MeanEstimate single = MeanEstimate.of(List.of(7.0));
        assertThat(single.mean()).isEqualTo(7);
        assertThat(single.low()).isNaN();
        assertThat(single.excludesZero()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void movesAndStretchesWithItsValuesAndForgetsTheirOrder(long seed) {
        var random = new SplittableRandom(seed);
        List<Double> values = new ArrayList<>();
        List<Double> changed = new ArrayList<>();
        for (int i = 0; i < random.nextInt(2, 12); i++) {
            double value = random.nextGaussian();
            values.add(value);
            changed.add(3 - 2 * value);
        }
        MeanEstimate before = MeanEstimate.of(values);
        Collections.shuffle(changed, new Random(seed));
        MeanEstimate after = MeanEstimate.of(changed);
        assertThat(after.mean()).isCloseTo(3 - 2 * before.mean(), within(1e-12));
        assertThat(after.low()).isCloseTo(3 - 2 * before.high(), within(1e-12));
        assertThat(after.high()).isCloseTo(3 - 2 * before.low(), within(1e-12));
        assertThat(before.mean()).isBetween(before.low(), before.high());
    }

    /** 4000 studies: the standard error of their share is 0.35 %. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10})
    void coversTheTruthInNineteenOfTwentyStudies(int seeds) {
        var random = new SplittableRandom(seeds);
        int studies = 4000;
        int covered = 0;
        for (int study = 0; study < studies; study++) {
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < seeds; i++) {
                values.add(random.nextGaussian(1.5, 4));
            }
            covered += MeanEstimate.of(values).excludes(1.5) ? 0 : 1;
        }
        assertThat(covered / (double) studies).isBetween(0.935, 0.965);
    }
}
