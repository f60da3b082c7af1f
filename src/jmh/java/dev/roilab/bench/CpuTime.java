package dev.roilab.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor's time that a call takes in Java's threads, beside the time that passes: on a core that other programs
 * share, only the former says something about the kernel. Compilation and garbage collection do not count. An engine of
 * more than one thread also has threads that Java does not see: there the time that passes is what to look at.
 */
public final class CpuTime implements InternalProfiler {
    static final String NAME = "cpu";
    private static final double MILLISECONDS_A_NANOSECOND = 1e-6;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private Map<Long, Long> before = Map.of();

    @Override
    public String getDescription() {
        return "processor time of a call";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = nanoseconds();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long spent = 0;
        for (Map.Entry<Long, Long> thread : nanoseconds().entrySet()) {
            spent += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        double milliseconds =
                spent * MILLISECONDS_A_NANOSECOND / result.getMetadata().getAllOps();
        return List.of(new ScalarResult(NAME, milliseconds, "ms/op", AggregationPolicy.AVG));
    }

    /** By thread; of one that has just ended nothing is known. */
    private Map<Long, Long> nanoseconds() {
        Map<Long, Long> times = new LinkedHashMap<>();
        for (long thread : threads.getAllThreadIds()) {
            times.put(thread, Math.max(0, threads.getThreadCpuTime(thread)));
        }
        return times;
    }
}
