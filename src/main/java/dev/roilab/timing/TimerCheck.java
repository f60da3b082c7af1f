package dev.roilab.timing;

import java.util.List;
import java.util.function.Supplier;

/**
 * Tells whether a timer waits for the device. On a device that works in the background, a timer that does not wait
 * measures the giving of orders: published comparisons were off by factors of three to fifty for it.
 */
public final class TimerCheck {
    /** A timer may miss no more than this part of the work: reading a clock and a result back take some time, too. */
    private static final double TOLERANCE = 0.5;

    /** A fresh Java machine reads slowly at first, whatever the timer does; the first try that shows waiting ends. */
    private static final int TRIES = 50;

    /**
     * Work to give the device.
     *
     * @param order gives it, and does not wait
     * @param result waits for it by itself, whatever the timer did, such as by reading a few numbers of the result back
     */
    public record Probe(Runnable order, Runnable result) {}

    private TimerCheck() {}

    /** The part of the work that a timer does not see, in [0, 1]. */
    public static double missedPart(Stages timer, Probe probe) {
        long start = System.nanoTime();
        timer.stage("check", () -> {
            probe.order().run();
            return true;
        });
        long seen = System.nanoTime();
        probe.result().run();
        long end = System.nanoTime();
        return (double) (end - seen) / (end - start);
    }

    /**
     * Ends a measurement whose timer does not wait. A timer that does not wait misses the work at every try; one that
     * waits seems to miss some where other work on the machine got in between, or where the work took the device no
     * longer than the reading of its result: 512 x 512 products take a GPU ten microseconds.
     *
     * @param probes from little work to much, each made when those before it have not shown that the timer waits
     * @throws IllegalStateException if the timer misses more than half of the work of every probe at every try
     */
    public static void require(Stages timer, List<Supplier<Probe>> probes) {
        double missed = 1;
        for (int place = 0; place < probes.size() && missed > TOLERANCE; place++) {
            Probe probe = probes.get(place).get();
            for (int attempt = 0; attempt < TRIES && missed > TOLERANCE; attempt++) {
                missed = Math.min(missed, missedPart(timer, probe));
            }
        }
        if (missed > TOLERANCE) {
            String part = "%.0f %%".formatted(100 * missed);
            throw new IllegalStateException("the timer misses " + part + " of the work: it does not wait for the "
                    + "device, or other work takes all processors; nothing is timed");
        }
    }
}
