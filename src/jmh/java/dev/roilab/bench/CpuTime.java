package dev.roilab.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor's time that a call takes, in all threads of the process, beside the time that passes: on a core that
 * other programs share, only the former says something about the kernel.
 */
public final class CpuTime implements InternalProfiler {
    static final String NAME = "cpu";
    private static final double MILLISECONDS_A_NANOSECOND = 1e-6;

    private final OperatingSystemMXBean process =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private long start;

    @Override
    public String getDescription() {
        return "processor time of a call";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        start = process.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double spent = (process.getProcessCpuTime() - start) * MILLISECONDS_A_NANOSECOND;
        return List.of(new ScalarResult(
                NAME, spent / result.getMetadata().getAllOps(), "ms/op", AggregationPolicy.AVG));
    }
}
