package dev.roilab.timing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineLoadTest {
    @Test
    void countsAllThatRunsButTheOneThatLooks() {
        assertThat(MachineLoad.running("0.20 0.18 0.12 3/80 11206\n")).hasValue(2);
        assertThat(MachineLoad.running("0.00 0.00 0.00 1/80 11206")).hasValue(0);
        assertThat(MachineLoad.running("0.00 0.00 0.00 0/0 0")).isEmpty();
        assertThat(MachineLoad.running("nothing of the kind")).isEmpty();
        assertThat(MachineLoad.running("")).isEmpty();
    }

    @Test
    void isBusyWhereMoreThreadsWantAProcessorThanThereAre() {
        assertThat(MachineLoad.isBusy(3.4, 2)).isTrue();
        assertThat(MachineLoad.isBusy(2.51, 2)).isTrue();
        assertThat(MachineLoad.isBusy(2.5, 2)).isFalse();
        assertThat(MachineLoad.isBusy(1.45, 1)).isFalse();
        assertThat(MachineLoad.isBusy(8.95, 1)).isTrue();
    }

    /** They wait for each other, and not for anybody else. */
    @Test
    void ownThreadsBeyondTheProcessorsDoNotMakeAMachineBusy() {
        assertThat(MachineLoad.counted(12, 12, 2)).isEqualTo(2);
        assertThat(MachineLoad.counted(14, 12, 2)).isEqualTo(4);
        assertThat(MachineLoad.counted(3, 1, 2)).isEqualTo(3);
        // Counted a moment later, when more of its own ran.
        assertThat(MachineLoad.counted(1, 3, 2)).isEqualTo(1);
    }

    @Test
    void looksAtTheMachineAtHand() throws InterruptedException {
        try (MachineLoad load = MachineLoad.watch()) {
            Thread.sleep(50);
            assertThat(load.facts("timing_")).containsOnlyKeys("timing_load", "timing_cores");
            assertThat(load.mean().orElse(-1)).isNotNegative();
        }
        assertThat(MachineLoad.cores()).isPositive();
    }
}
