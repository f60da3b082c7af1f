package dev.roilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HolmTest {
    /** By hand: 4 x 0.005, 3 x 0.01, then 2 x 0.03 and 1 x 0.04, which may not be less than the one before. */
    @Test
    void equalsTheValuesComputedByHandInTheGivenOrder() {
        assertThat(Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005}))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    }

    @Test
    void isNeverAboveOneAndCorrectsNothingForASingleTest() {
        assertThat(Holm.adjusted(new double[] {0.7, 0.8})).containsExactly(1, 1);
        assertThat(Holm.adjusted(new double[] {0.04})).containsExactly(0.04);
        assertThat(Holm.adjusted(new double[0])).isEmpty();
    }

    @Test
    void aTestThatCouldNotBeMadeCountsAmongTheTests() {
        assertThat(Holm.adjusted(new double[] {Double.NaN, 0.03})).containsExactly(Double.NaN, 0.06);
    }

    @Test
    void theNextLevelIsThatOfTheTestsThatAreStillOpen() {
        double[] adjusted = Holm.adjusted(new double[] {0.001, 0.2, 0.5});
        assertThat(Holm.nextLevel(adjusted, 0.05)).isEqualTo(0.025);
    }

    /** Five true hypotheses, 4000 studies: without correction one of them is rejected in 23 % of the studies. */
    @Test
    void keepsTheChanceOfAnyFalseRejection() {
        var random = new SplittableRandom(5);
        int studies = 4000;
        int wrong = 0;
        for (int study = 0; study < studies; study++) {
            double[] values = random.doubles(5).toArray();
            for (double adjusted : Holm.adjusted(values)) {
                if (adjusted <= 0.05) {
                    wrong++;
                    break;
                }
            }
        }
        assertThat(wrong / (double) studies).isBetween(0.035, 0.06);
    }
}
