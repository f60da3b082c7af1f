package dev.roilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedsNeededTest {
    private static MeanEstimate estimate(int count, double mean, double deviation) {
        return new MeanEstimate(count, mean, deviation, Double.NaN, Double.NaN);
    }

    /** One deviation away: sqrt(9) = 3 is below 2.306 + 0.889, sqrt(11) = 3.317 is above 2.228 + 0.879 = 3.107. */
    @Test
    void equalsTheNumberLookedUpInPrintedTables() {
        assertThat(SeedsNeeded.total(estimate(3, 1, 1), 0)).hasValue(10);
        assertThat(SeedsNeeded.more(estimate(3, 1, 1), 0)).hasValue(7);
        assertThat(SeedsNeeded.more(estimate(2, 1, 1), 0)).hasValue(8);
    }

    /** Two seeds have one degree of freedom: 12.706 + 1.376 = 14.08 deviations of their mean, 9.96 of one value. */
    @Test
    void twoSeedsDecideFromTenDeviationsOn() {
        assertThat(SeedsNeeded.total(estimate(3, 9.8, 1), 0)).hasValue(3);
        assertThat(SeedsNeeded.total(estimate(3, 10, 1), 0)).hasValue(2);
    }

    @Test
    void isAtLeastOneMoreWhereTheGuessIsFewerThanThereAre() {
        assertThat(SeedsNeeded.more(estimate(12, 1, 1), 0)).hasValue(1);
    }

    @Test
    void isUnknownFromOneSeedAndHopelessForNoDifference() {
        assertThat(SeedsNeeded.total(estimate(1, 1, Double.NaN), 0)).isEmpty();
        assertThat(SeedsNeeded.total(estimate(5, 0, 1), 0)).isEmpty();
        assertThat(SeedsNeeded.total(estimate(5, 0.01, 1), 0)).isEmpty();
    }

    /** Stricter by a half: sqrt(12) = 3.464 is below 2.593 + 0.876, sqrt(13) = 3.606 above 2.560 + 0.873. */
    @Test
    void aStricterTestNeedsMore() {
        assertThat(SeedsNeeded.total(estimate(3, 1, 1), 0, 0.025)).hasValue(13);
        assertThat(SeedsNeeded.total(estimate(3, 1, 1), 0, 0.05)).hasValue(10);
    }

    @Test
    void isUnknownWhereTheSeedsAreEqual() {
        assertThat(SeedsNeeded.total(estimate(5, 1, 0), 0)).isEmpty();
    }

    @Test
    void growsAsTheDifferenceShrinks() {
        int before = 0;
        for (double mean : new double[] {8, 4, 2, 1, 0.5, 0.25, 0.125}) {
            int total = SeedsNeeded.total(estimate(3, mean, 1), 0).orElseThrow();
            assertThat(total).isGreaterThanOrEqualTo(before);
            before = total;
        }
        assertThat(before).isGreaterThan(400);
    }

    /** Within five points of 80 %, the approximation's own error included. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8, 1.2})
    void soManySeedsDecideInFourOfFiveStudies(double distance) {
        int seeds = SeedsNeeded.total(estimate(3, distance, 1), 0).orElseThrow();
        var random = new SplittableRandom(7);
        int studies = 4000;
        int decided = 0;
        for (int study = 0; study < studies; study++) {
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < seeds; i++) {
                values.add(random.nextGaussian(distance, 1));
            }
            decided += MeanEstimate.of(values).excludesZero() ? 1 : 0;
        }
        assertThat(decided / (double) studies).isBetween(0.76, 0.88);
    }
}
