package dev.roilab.bench;

import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;

/** The yardstick of kernels that move numbers: a copy that no cache holds. */
public class MemoryBenchmark extends KernelBenchmark {
    static final String COPY = "copy";
    private static final int FLOATS = 1 << 26;

    private final float[] source = new float[FLOATS];
    private final float[] target = new float[FLOATS];

    @Benchmark
    public float[] copy() {
        System.arraycopy(source, 0, target, 0, FLOATS);
        return target;
    }

    @Override
    public Work work(String kernel, Map<String, String> parameters) {
        return Work.bytes(COPY, (FLOATS >> 20) + " Mi numbers", 2.0 * FLOATS, Float.BYTES);
    }
}
