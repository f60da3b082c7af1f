package dev.roilab.timing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How many threads of the whole machine ran or waited for a processor while something was measured. Of this program's
 * own as many count as it may use processors: more of them wait for each other. Linux's own averages reach a minute
 * back, into whatever was done before; this is the mean of what is seen many times while it lasts. Other systems tell
 * their average only.
 */
public final class MachineLoad implements AutoCloseable {
    /** What this program's compiler and collector, and any system now and then, may add to a quiet machine. */
    private static final double TOLERANCE = 0.5;

    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path OWN_THREADS = Path.of("/proc/self/task");
    private static final long INTERVAL_MILLIS = 200;

    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("load").factory());
    private long looks;
    private double sum;

    private MachineLoad() {
        var _ = sampler.scheduleAtFixedRate(this::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Looks from now on until it is closed. */
    public static MachineLoad watch() {
        return new MachineLoad();
    }

    /**
     * Whether more threads wanted a processor than there are: some of them waited, the measured ones perhaps.
     *
     * @param load mean number of threads that ran or waited
     */
    public static boolean isBusy(double load, int cores) {
        return load > cores + TOLERANCE;
    }

    /** Such as {@code load 3.4 on 2 cores}; absent of a machine that is not busy. */
    public static Optional<String> busy(double load, int cores) {
        return isBusy(load, cores)
                ? Optional.of(
                        String.format(Locale.ROOT, "load %.1f on %d %s", load, cores, cores == 1 ? "core" : "cores"))
                : Optional.empty();
    }

    /** Processors of the machine, whether or not this program may use them all. */
    public static int cores() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            long count = lines.filter(line -> line.startsWith("processor")).count();
            return count > 0 ? (int) count : Runtime.getRuntime().availableProcessors();
        } catch (IOException _) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    private synchronized void look() {
        try {
            OptionalDouble all = running(Files.readString(LOAD));
            if (all.isPresent()) {
                looks++;
                sum += counted(
                        all.getAsDouble(), ownRunning(), Runtime.getRuntime().availableProcessors());
            }
        } catch (IOException _) {
            // Only Linux tells it there.
        }
    }

    /** Of this program's own threads no more than it may use processors. */
    static double counted(double all, double own, int processors) {
        double ofAll = Math.min(all, own);
        return all - ofAll + Math.min(ofAll, processors);
    }

    /**
     * Threads that ran or waited, without the one that looks.
     *
     * @param text such as {@code 0.20 0.18 0.12 3/80 11206}: three of 80 threads
     */
    static OptionalDouble running(String text) {
        String[] fields = text.strip().split(" ", -1);
        String[] parts = fields.length < 4 ? fields : fields[3].split("/", -1);
        try {
            int running = Integer.parseInt(parts[0]);
            return parts.length == 2 && running > 0 ? OptionalDouble.of(running - 1.0) : OptionalDouble.empty();
        } catch (NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }

    /** Threads of this program that run or wait for a processor, without the one that looks. */
    private static double ownRunning() throws IOException {
        int running = 0;
        try (Stream<Path> threads = Files.list(OWN_THREADS)) {
            for (Path thread : threads.toList()) {
                running += runs(thread) ? 1 : 0;
            }
        }
        return Math.max(0, running - 1);
    }

    private static boolean runs(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.startsWith("R", stat.lastIndexOf(')') + 2);
        } catch (IOException _) {
            // It has ended meanwhile.
            return false;
        }
    }

    /** Threads that ran or waited so far, on average; empty where the system does not tell. */
    public synchronized OptionalDouble mean() {
        if (looks > 0) {
            return OptionalDouble.of(sum / looks);
        }
        double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return average >= 0 ? OptionalDouble.of(average) : OptionalDouble.empty();
    }

    /** {@code load} and {@code cores} with something before their names, for a record of the measurement. */
    public Map<String, String> facts(String prefix) {
        Map<String, String> facts = new LinkedHashMap<>();
        mean().ifPresent(load -> {
            facts.put(prefix + "load", String.format(Locale.ROOT, "%.2f", load));
            facts.put(prefix + "cores", Integer.toString(cores()));
        });
        return facts;
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
