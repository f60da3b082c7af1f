package dev.roilab.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Measure;
import dev.roilab.claim.RelativeTimes;
import dev.roilab.claim.SmallStudy;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a plot of dots leaves out, and how the times that it shows were taken. */
class DotsPlotTest {
    private static final String TOGETHER = "timing_protocol";

    private static SmallStudy timed(SmallStudy study, String arm, long seed) {
        return study.timed(arm, seed, Map.of("backbone", 2.0)).withFact(TOGETHER, "beside each other");
    }

    private static String caption(SmallStudy study, Measure measure) {
        return DotsPlot.of(Arm.of(RelativeTimes.of(study.results())), measure)
                .orElseThrow()
                .caption();
    }

    @Test
    void aSeedWithoutADotHasItsReason() {
        SmallStudy study = new SmallStudy();
        timed(study, "align", 1);
        timed(study, "align", 2);
        study.timed("align", 3, Map.of("backbone", 9.0)).diverged("align", 4, "diverged at step 9");
        assertThat(caption(study, Measure.TOTAL))
                .contains("Seeds without a dot, which the mean leaves out: align 2 of 4 (diverged @ 9, not timed beside"
                        + " the others).");
        SmallStudy unmeasured = new SmallStudy().finished("pool", 1, 0.5).timed("pool", 2, Map.of("backbone", 2.0));
        assertThat(caption(unmeasured, SmallStudy.measure("ap50"))).contains(": pool 1 of 2 (not measured).");
    }

    @Test
    void dotsOfTimesSayHowTheyWereTaken() {
        SmallStudy study = new SmallStudy();
        timed(study, "align", 1);
        study.timed("pool", 1, Map.of("backbone", 2.0));
        assertThat(caption(study, Measure.TOTAL))
                .contains("Dots of their own tests, beside which no others may be held: pool.")
                .contains("Times are of one process.")
                .contains("1 of 2 trials were not timed beside the others");
        SmallStudy sessions = new SmallStudy();
        timed(sessions, "align", 1).withFact("timing_session", "one");
        timed(sessions, "pool", 1).withFact("timing_session", "two");
        assertThat(caption(sessions, Measure.TOTAL)).contains("Timed in 2 sessions");
        assertThat(caption(sessions, Measure.TRAINING)).doesNotContain("sessions", "one process");
    }

    @Test
    void dotsOfABusyMachineSaySo() {
        SmallStudy study = new SmallStudy();
        for (String arm : new String[] {"align", "pool"}) {
            study.timed(arm, 1, Map.of("backbone", 2.0))
                    .withFact("train_load", "4.00")
                    .withFact("train_cores", "2");
        }
        String busy = "The machine was busy: load 4.0 on 2 cores; so times are told as ratios";
        assertThat(caption(study, Measure.TRAINING)).contains(busy + " without intervals (align, training time = 1)");
        assertThat(caption(study, Measure.TOTAL)).contains(busy + " without intervals (align, test time = 1)");
        assertThat(caption(new SmallStudy().finished("pool", 1, 0.5), SmallStudy.measure("ap50")))
                .doesNotContain("busy", "process", "Load");
    }
}
