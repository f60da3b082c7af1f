package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    private final Pace pace = new Pace();

    @Test
    void aTrialNeverGoesBackFromStretchToStretch() {
        pace.begin(0);
        double last = 0;
        long now = 0;
        for (String stretch : new String[] {"proposals", "train", "test"}) {
            for (int step = 1; step <= 10; step++) {
                now += SECOND;
                pace.stepped(stretch, step, 10, now);
                assertThat(pace.trialPart(now)).isGreaterThanOrEqualTo(last).isLessThan(1);
                last = pace.trialPart(now);
            }
        }
        assertThat(last).isGreaterThan(0.9);
    }

    @Test
    void theRestFollowsFromTheSpeed() {
        pace.begin(0);
        pace.stepped("train", 1, 101, SECOND);
        assertThat(pace.stretchLeft()).isEqualTo(Pace.UNKNOWN);
        assertThat(pace.studyLeft(3, SECOND)).isEqualTo(Pace.UNKNOWN);
        pace.stepped("train", 21, 101, 11 * SECOND);
        assertThat(pace.perSecond()).isCloseTo(2, within(1e-9));
        assertThat(pace.stretchLeft()).isCloseTo(40, within(1e-9));
        assertThat(pace.studyLeft(3, 11 * SECOND)).isCloseTo(40 + 3 * 51, within(1e-9));
    }

    /** Half of the first training took 25 s. */
    @Test
    void whatATrialHasBeforeItIsAllOfItsStages() {
        pace.begin(0, List.of(100, 100));
        pace.stepped("proposals", 1, 10, SECOND);
        pace.stepped("proposals", 5, 10, 5 * SECOND);
        assertThat(pace.stretchLeft()).isCloseTo(5, within(1e-9));
        assertThat(pace.trialLeft(5 * SECOND)).isEqualTo(Pace.UNKNOWN);
        pace.stepped("train", 1, 100, 10 * SECOND);
        pace.stepped("train", 51, 100, 35 * SECOND);
        // 24.5 s of this training, 50 s of the next, and a ninth of both for the test.
        assertThat(pace.stretchLeft()).isCloseTo(24.5, within(1e-9));
        assertThat(pace.trialLeft(35 * SECOND)).isCloseTo(24.5 + 50 + 99.5 / 9, within(1e-6));
        double part = pace.trialPart(35 * SECOND);
        pace.stepped("train", 1, 100, 60 * SECOND);
        assertThat(pace.perSecond()).isZero();
        pace.stepped("train", 51, 100, 85 * SECOND);
        assertThat(pace.trialLeft(85 * SECOND)).isCloseTo(24.5 + 99.5 / 9, within(1e-6));
        assertThat(pace.trialPart(85 * SECOND)).isGreaterThan(part);
        pace.stepped("test", 1, 20, 120 * SECOND);
        pace.stepped("test", 11, 20, 125 * SECOND);
        assertThat(pace.trialLeft(125 * SECOND)).isCloseTo(4.5, within(1e-9));
    }

    @Test
    void aGoodTrialIsTheMeasureOfTheNextAndAFailedOneIsNot() {
        pace.begin(0);
        pace.end(20 * SECOND, true);
        pace.begin(20 * SECOND);
        pace.end(21 * SECOND, false);
        pace.begin(21 * SECOND);
        pace.stepped("train", 1, 10, 26 * SECOND);
        assertThat(pace.trialPart(26 * SECOND)).isCloseTo(0.25, within(1e-9));
        assertThat(pace.trialLeft(26 * SECOND)).isCloseTo(15, within(1e-9));
        assertThat(pace.studyLeft(2, 26 * SECOND)).isCloseTo(55, within(1e-9));
        assertThat(pace.trialPart(99 * SECOND)).isLessThan(1);
    }
}
