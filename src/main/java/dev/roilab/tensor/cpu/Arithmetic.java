package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Element by element in Java, for what has settings that change from step to step. Blocks go through small arrays that
 * stay in the first-level cache, because the compiler vectorises loops over arrays reliably.
 */
final class Arithmetic {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    /** 8 KB an array: three of them fit a first-level cache of 32 KB. */
    private static final int BLOCK = 2048;
    /** Enough work for a thread to be worth waking: 256 KB of numbers. */
    private static final int BLOCKS_A_TASK = 32;

    private final Workers workers;
    private final TensorMemory memory;

    Arithmetic(Workers workers, TensorMemory memory) {
        this.workers = workers;
        this.memory = memory;
    }

    /** What is done with the elements [first, first + count), with arrays of a block each to work in. */
    @FunctionalInterface
    private interface BlockOperation {
        void apply(float[][] arrays, long first, int count);
    }

    CpuTensor multiply(CpuTensor input, double factor) {
        CpuTensor output = memory.allocate(input.shape());
        MemorySegment source = input.memory();
        MemorySegment target = output.memory();
        float scale = (float) factor;
        forEachBlock(input.elements(), 1, (arrays, first, count) -> {
            float[] values = read(source, first, count, arrays[0]);
            for (int i = 0; i < count; i++) {
                values[i] *= scale;
            }
            write(values, target, first, count);
        });
        return output;
    }

    /** {@code v = momentum * v + gradient + decay * parameter; parameter -= rate * v}. */
    void sgdStep(CpuTensor parameter, CpuTensor gradient, CpuTensor velocity, double[] settings) {
        Shapes.requireEqual("gradient of a parameter", gradient.shape(), parameter.shape());
        Shapes.requireEqual("velocity of a parameter", velocity.shape(), parameter.shape());
        MemorySegment parameters = parameter.changed();
        MemorySegment velocities = velocity.changed();
        MemorySegment gradients = gradient.memory();
        float rate = (float) settings[0];
        float momentum = (float) settings[1];
        float decay = (float) settings[2];
        forEachBlock(parameter.elements(), 3, (arrays, first, count) -> {
            float[] p = read(parameters, first, count, arrays[0]);
            float[] v = read(velocities, first, count, arrays[1]);
            float[] g = read(gradients, first, count, arrays[2]);
            for (int i = 0; i < count; i++) {
                v[i] = momentum * v[i] + g[i] + decay * p[i];
                p[i] -= rate * v[i];
            }
            write(v, velocities, first, count);
            write(p, parameters, first, count);
        });
    }

    /** {@code average = keep * average + share * statistic}, each product rounded before the sum. */
    void moveTowards(CpuTensor average, CpuTensor statistic, double keep, double share) {
        Shapes.requireEqual("statistic of a running average", statistic.shape(), average.shape());
        MemorySegment averages = average.changed();
        MemorySegment statistics = statistic.memory();
        float kept = (float) keep;
        float taken = (float) share;
        forEachBlock(average.elements(), 2, (arrays, first, count) -> {
            float[] a = read(averages, first, count, arrays[0]);
            float[] s = read(statistics, first, count, arrays[1]);
            for (int i = 0; i < count; i++) {
                a[i] = kept * a[i] + taken * s[i];
            }
            write(a, averages, first, count);
        });
    }

    private void forEachBlock(long elements, int arrayCount, BlockOperation operation) {
        long blocks = Math.ceilDiv(elements, BLOCK);
        workers.forEach(Math.toIntExact(Math.ceilDiv(blocks, BLOCKS_A_TASK)), task -> {
            float[][] arrays = new float[arrayCount][BLOCK];
            long last = Math.min(blocks, (task + 1L) * BLOCKS_A_TASK);
            for (long block = (long) task * BLOCKS_A_TASK; block < last; block++) {
                operation.apply(arrays, block * BLOCK, (int) Math.min(BLOCK, elements - block * BLOCK));
            }
        });
    }

    private static float[] read(MemorySegment source, long first, int count, float[] values) {
        MemorySegment.copy(source, FLOAT, first * Float.BYTES, values, 0, count);
        return values;
    }

    private static void write(float[] values, MemorySegment target, long first, int count) {
        MemorySegment.copy(values, 0, target, FLOAT, first * Float.BYTES, count);
    }
}
