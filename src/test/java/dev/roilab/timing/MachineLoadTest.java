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

    /** Its own threads wait for each other, and not for anybody else. */
    @Test
    void ownThreadsBeyondTheProcessorsDoNotMakeAMachineBusy() throws InterruptedException {
        int own = 6 * Runtime.getRuntime().availableProcessors();
        double others;
        try (MachineLoad load = MachineLoad.watch()) {
            Thread.sleep(1000);
            others = load.mean().orElse(0);
        }
        double withOwn;
        try (MachineLoad load = MachineLoad.watch()) {
            long end = System.nanoTime() + 1_000_000_000L;
            Thread[] threads = new Thread[own];
            for (int i = 0; i < own; i++) {
                threads[i] = Thread.ofPlatform().start(() -> spin(end));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            withOwn = load.mean().orElse(0);
        }
        // Others come and go meanwhile; a dozen threads of our own would be beyond them.
        assertThat(withOwn - others).isLessThan(own - 3.0);
        assertThat(MachineLoad.cores()).isPositive();
    }

    private static void spin(long end) {
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
