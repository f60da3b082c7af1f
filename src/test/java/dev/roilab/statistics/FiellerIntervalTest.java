package dev.roilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiellerIntervalTest {
    private static final List<Double> ABOVE = List.of(0.0, 0.0, 5.0, 9.0, 4.0, 0.0);
    private static final List<Double> BELOW = List.of(20.0, 31.0, 25.0, 28.0, 22.0, 35.0);

    /** Its ends are the ratios that the paired test of a - c b just rejects. */
    @Test
    void isWhatThePairedTestDoesNotReject() {
        FiellerInterval interval = FiellerInterval.of(ABOVE, BELOW).orElseThrow();
        assertThat(interval.low()).isLessThan(18.0 / 161);
        assertThat(interval.high()).isGreaterThan(18.0 / 161);
        assertThat(pValue(interval.low())).isCloseTo(0.05, within(1e-6));
        assertThat(pValue(interval.high())).isCloseTo(0.05, within(1e-6));
        assertThat(interval.atLeastZero().low()).isZero();
    }

    @Test
    void hasNoEndWhereTheDenominatorMayBeZero() {
        assertThat(FiellerInterval.of(BELOW, ABOVE)).isEmpty();
        assertThat(FiellerInterval.of(List.of(1.0), List.of(2.0))).isEmpty();
    }

    private static double pValue(double ratio) {
        List<Double> differences = new ArrayList<>();
        for (int pair = 0; pair < ABOVE.size(); pair++) {
            differences.add(ABOVE.get(pair) - ratio * BELOW.get(pair));
        }
        return MeanEstimate.of(differences).pValue(0);
    }
}
