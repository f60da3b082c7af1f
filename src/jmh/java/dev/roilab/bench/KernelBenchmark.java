package dev.roilab.bench;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Kernels of one kind, a method each, all measured alike. Run with {@code bench/kernels}. Parallel streams stay on the
 * calling thread, as the engine does by default here: a kernel's own speed is asked for, not how it spreads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0"})
public abstract class KernelBenchmark {
    /**
     * What one call of a kernel amounts to.
     *
     * @param kernel name of the method
     * @param parameters the benchmark's, by name
     */
    public abstract Work work(String kernel, Map<String, String> parameters);

    static IllegalArgumentException unknown(String kernel) {
        return new IllegalArgumentException("no amount of work is known of the kernel " + kernel);
    }

    static String parameter(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the benchmark has no parameter " + name + ", only " + parameters);
        }
        return value;
    }
}
