package dev.roilab.timing;

/**
 * Tells whether a timer waits for the device. On a device that works in the background, a timer that does not wait
 * measures the giving of orders: published comparisons were off by factors of three to fifty for it.
 */
public final class TimerCheck {
    /** A timer may miss no more than this part of the work: reading a clock and a result back take some time, too. */
    private static final double TOLERANCE = 0.5;

    /** A fresh Java machine reads slowly at first, whatever the timer does; the first try that shows waiting ends. */
    private static final int TRIES = 100;

    private TimerCheck() {}

    /**
     * The part of the work that a timer does not see, in [0, 1].
     *
     * @param timer under test
     * @param work gives the device something to do; long beside a reading of the clock
     * @param result waits for the work by itself, whatever the timer did, such as by reading its result back
     */
    public static double missedPart(Stages timer, Runnable work, Runnable result) {
        long start = System.nanoTime();
        timer.stage("check", () -> {
            work.run();
            return true;
        });
        long seen = System.nanoTime();
        result.run();
        long end = System.nanoTime();
        return (double) (end - seen) / (end - start);
    }

    /**
     * Ends a measurement whose timer does not wait. A timer that does not wait misses the work at every try; one that
     * waits seems to miss some only where other work on the machine got in between.
     *
     * @throws IllegalStateException if the timer misses more than half of the work at every try
     */
    public static void require(Stages timer, Runnable work, Runnable result) {
        double missed = 1;
        for (int attempt = 0; attempt < TRIES && missed > TOLERANCE; attempt++) {
            missed = Math.min(missed, missedPart(timer, work, result));
        }
        if (missed > TOLERANCE) {
            String part = "%.0f %%".formatted(100 * missed);
            throw new IllegalStateException("the timer misses " + part + " of the work: it does not wait for the "
                    + "device, or other work takes all processors; nothing is timed");
        }
    }
}
