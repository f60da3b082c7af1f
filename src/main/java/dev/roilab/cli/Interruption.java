package dev.roilab.cli;

import dev.roilab.run.executor.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and a polite kill. A command that trains or times is asked to stop, and the program ends once the trial at
 * hand has its checkpoint; every other ends at once, as its files appear whole or not at all. The Java machine then
 * exits with 128 plus the signal's number: 130 for Ctrl-C, 143 for a kill.
 */
final class Interruption {
    /** Longer than any step; then the program ends without a new checkpoint, and the last one counts. */
    private static final long PATIENCE_SECONDS = 120;

    private final CountDownLatch ended = new CountDownLatch(1);

    private Interruption() {}

    /**
     * From now on.
     *
     * @param last told when a command ends at once, in the midst of it
     */
    static Interruption watch(StopSignal stop, Runnable last) {
        var interruption = new Interruption();
        Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> {
            if (interruption.ended.getCount() > 0) {
                stop.request();
                if (stop.isHeeded()) {
                    interruption.await();
                } else {
                    last.run();
                }
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return interruption;
    }

    /** Lets the program go; called last. */
    void ended() {
        ended.countDown();
    }

    private void await() {
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Thread.currentThread().interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
