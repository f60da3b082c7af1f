package dev.roilab.result.lock;

import dev.roilab.file.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that works on a trial.
 *
 * @param machine hash of what tells this machine, boot and process namespace from others; names no host
 * @param pid on that machine
 * @param startMillis when the process started: a number is given again to later processes
 * @param sequence tells the owners within one process apart
 * @param sinceMillis when it took the work on; 0 in files of older versions
 */
record Owner(String machine, long pid, long startMillis, long sequence, long sinceMillis) {
    /** The two readings of one process's start may differ by the clock's rounding. */
    private static final long START_TOLERANCE_MILLIS = 2000;

    private static final AtomicLong NEXT = new AtomicLong();
    private static final String THIS_MACHINE = thisMachine();

    /** A new owner in this process. */
    static Owner create() {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(THIS_MACHINE, self.pid(), start(self), NEXT.incrementAndGet(), System.currentTimeMillis());
    }

    /**
     * Whether the owner can still be at work.
     *
     * @param sinceBeat time since its last sign of life
     * @param limit after which an owner on another machine counts as dead
     */
    boolean lives(Duration sinceBeat, Duration limit) {
        boolean recent = sinceBeat.compareTo(limit) < 0;
        if (!machine.equals(THIS_MACHINE)) {
            return recent;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return process.isPresent()
                && (recent || Math.abs(start(process.get()) - startMillis) <= START_TOLERANCE_MILLIS);
    }

    /** In words: which process, and since when. */
    String text() {
        String elsewhere = machine.equals(THIS_MACHINE) ? "" : " on another machine";
        return "process %d%s, since %s"
                .formatted(pid, elsewhere, Instant.ofEpochMilli(sinceMillis).truncatedTo(ChronoUnit.SECONDS));
    }

    private static long start(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(instant -> instant.toEpochMilli())
                .orElse(0L);
    }

    private static String thisMachine() {
        try {
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            return Digest.of(boot + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
        } catch (IOException | UnsupportedOperationException _) {
            return Digest.of(hostName());
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown " + e.getMessage();
        }
    }
}
