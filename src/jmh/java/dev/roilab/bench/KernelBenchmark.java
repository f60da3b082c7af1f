package dev.roilab.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Every hot kernel alone, on two threads, at the sizes of the comparison with the peer. Run with {@code bench/kernels}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class KernelBenchmark {
    @Param({
        "roi-align/forward",
        "roi-align/both",
        "roi-pool/forward",
        "roi-pool/both",
        "nms",
        "conv/1x64x150x200",
        "conv/1x256x38x50",
        "conv/8x64x32x32",
        "linear/128x12544x512",
        "linear/2000x12544x512",
        "max-pool",
        "batch-norm",
        "sgd"
    })
    public String work = "";

    private PeerWorks works = new PeerWorks(1);
    private PeerServer.Work kernel = () -> {};

    @Setup
    public void open() {
        works.close();
        works = new PeerWorks(2);
        kernel = works.create(work);
    }

    @Benchmark
    public void run() {
        kernel.run();
    }

    @TearDown
    public void close() {
        works.close();
    }
}
