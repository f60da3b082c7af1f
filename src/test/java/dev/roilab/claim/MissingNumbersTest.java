package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Claims that no number decides: which is missing, why, and what gives it. */
class MissingNumbersTest {
    private static ClaimVerdict check(SmallStudy study, String claim) {
        return Claims.check(study.claiming(claim).results()).getFirst();
    }

    /** Trials that are finished need no finishing. */
    @Test
    void finishedTrialsWithoutANumberAreToldFromThoseThatDidNotFinish() {
        var claim = check(
                new SmallStudy().finished("pool", 1, 0.5).finished("align", 1, 0.6),
                "energy_fc6(align) > energy_fc6(pool)");
        assertThat(claim.seen()).isEqualTo("no trial of align has energy_fc6: 1 is finished without it");
        assertThat(claim.needed())
                .isEqualTo("trials that have energy_fc6: running them again (--again) adds it, unless it is not defined"
                        + " for them");
    }

    @Test
    void timesThatCannotBeReadAreTheReasonOfAMissingTime() {
        Map<String, Double> withoutProposals = Map.of("proposals", Double.NaN, "box decoding", 1.0);
        SmallStudy unmeasured = new SmallStudy().timed("pool", 1, withoutProposals);
        unmeasured.timed("align", 1, withoutProposals);
        var claim = check(unmeasured, "total_ms(align) > total_ms(pool)");
        assertThat(claim.seen())
                .isEqualTo("no trial of align has total_ms: the time of finding proposals was not measured");
        assertThat(claim.needed()).isEqualTo("times of several processes on a quiet machine");
        var damaged = check(
                unmeasured.withFact("timing_damage", "timing.json is truncated: it ends in line 3"),
                "total_ms(align) > total_ms(pool)");
        assertThat(damaged.seen())
                .isEqualTo("no trial of align has total_ms: timing.json of 1 of 1 trials is damaged (timing.json is"
                        + " truncated: it ends in line 3), and the times of their own tests do not hold it");
        assertThat(damaged.needed())
                .isEqualTo("whole files of times: run the study again on a quiet machine, it times the arms anew");
    }
}
