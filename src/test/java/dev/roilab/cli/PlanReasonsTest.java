package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanReasonsTest {
    private static final String STOPPED = "runs: its last attempt has no result (interrupted)";

    @Test
    void everyTrialIsInOneCount() {
        var reasons = new PlanReasons();
        reasons.add(List.of("runs: it has no folder yet"), false);
        reasons.add(List.of(STOPPED), false);
        reasons.add(List.of(STOPPED, "goes on after step 40"), false);
        reasons.add(List.of(STOPPED, "goes on after step 60"), false);
        reasons.add(List.of("runs: code: changed", "runs: settings: differ"), false);
        reasons.add(List.of("reused: its result is whole and its key is the same"), true);
        reasons.add(List.of("reused: its result is whole", "its result has no checksum of its own"), true);
        assertThat(reasons.lines())
                .containsExactly(
                        "1 trial: it has no folder yet",
                        "3 trials: its last attempt has no result (interrupted); 2 of them go on after steps 40 to 60",
                        "1 trial: code: changed; settings: differ",
                        "1 trial reused: its result has no checksum of its own");
    }

    @Test
    void oneTrialGoesOnAfterItsStep() {
        var reasons = new PlanReasons();
        reasons.add(List.of(STOPPED, "goes on after step 40"), false);
        assertThat(reasons.lines())
                .containsExactly("1 trial: its last attempt has no result (interrupted); goes on after step 40");
        reasons.add(List.of(STOPPED), false);
        assertThat(reasons.lines())
                .containsExactly(
                        "2 trials: its last attempt has no result (interrupted); 1 of them goes on after step 40");
    }
}
