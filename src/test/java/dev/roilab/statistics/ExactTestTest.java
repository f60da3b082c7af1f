package dev.roilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExactTestTest {
    @Test
    void discordantPairsAreTossesOfACoin() {
        assertThat(ExactTest.mcNemar(4, 0)).isCloseTo(2.0 / 16, within(1e-12));
        assertThat(ExactTest.mcNemar(5, 0)).isCloseTo(2.0 / 32, within(1e-12));
        assertThat(ExactTest.mcNemar(0, 6)).isCloseTo(2.0 / 64, within(1e-12));
        // 2 x (1 + 8) / 256.
        assertThat(ExactTest.mcNemar(7, 1)).isCloseTo(18.0 / 256, within(1e-12));
        assertThat(ExactTest.mcNemar(2, 2)).isEqualTo(1);
        assertThat(ExactTest.mcNemar(0, 0)).isEqualTo(1);
    }

    @Test
    void aShareIsTestedByTheBinomialDistribution() {
        assertThat(ExactTest.binomial(0, 2, 0.5)).isCloseTo(0.5, within(1e-12));
        assertThat(ExactTest.binomial(5, 5, 0.5)).isCloseTo(2.0 / 32, within(1e-12));
        assertThat(ExactTest.binomial(0, 10, 0.3)).isCloseTo(2 * Math.pow(0.7, 10), within(1e-12));
    }

    @Test
    void saysHowManyMorePairsItTakes() {
        assertThat(ExactTest.fewestMore(5, 0, 0.05)).hasValue(1);
        assertThat(ExactTest.fewestMore(0, 0, 0.05)).hasValue(6);
        // 8 against 1 gives 2 x 10 / 512 = 0.039, 7 against 1 0.070.
        assertThat(ExactTest.fewestMore(1, 4, 0.05)).hasValue(4);
        assertThat(ExactTest.fewestMore(5, 0, 0.0125)).hasValue(3);
    }

    @Test
    void aThousandMorePairsAreTheMost() {
        double level = ExactTest.mcNemar(131_000, 130_000);
        assertThat(level).isBetween(0.04, 0.06);
        assertThat(ExactTest.fewestMore(130_000, 130_000, level)).hasValue(1000);
        assertThat(ExactTest.fewestMore(130_000, 130_000, 0.9999 * level)).isEmpty();
    }
}
