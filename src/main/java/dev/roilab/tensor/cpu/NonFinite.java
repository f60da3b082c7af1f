package dev.roilab.tensor.cpu;

import java.util.concurrent.atomic.LongAdder;

/** Counts the numbers of a tensor that are NaN or infinite. */
final class NonFinite {
    /** The bits of infinity: without the sign, those of finite numbers are less and those of NaN greater. */
    static final int INFINITY = 0x7f800000;

    private static final int BLOCK = 2048;

    private static final int NUMBERS_A_TASK = 1 << 17;

    private final Workers workers;

    NonFinite(Workers workers) {
        this.workers = workers;
    }

    long count(CpuTensor tensor) {
        Numbers numbers = tensor.numbers();
        long elements = tensor.elements();
        var count = new LongAdder();
        workers.forEach(Math.toIntExact(Math.ceilDiv(elements, NUMBERS_A_TASK)), task -> {
            long end = Math.min(elements, (task + 1L) * NUMBERS_A_TASK);
            for (long first = (long) task * NUMBERS_A_TASK; first < end; first += BLOCK) {
                count.add(count(numbers, first, (int) Math.min(BLOCK, end - first)));
            }
        });
        return count.sum();
    }

    private static int count(Numbers numbers, long first, int length) {
        int[] bits = Bfloats.readBits(numbers.memory(), numbers.precision(), first, length);
        return areFinite(bits, length) ? 0 : count(bits);
    }

    /** Whether the floats with these bits are all finite; a loop that the compiler turns into vector instructions. */
    static boolean areFinite(int[] bits, int length) {
        int greatest = 0;
        for (int i = 0; i < length; i++) {
            greatest = Math.max(greatest, bits[i] & Integer.MAX_VALUE);
        }
        return greatest < INFINITY;
    }

    private static int count(int[] bits) {
        int count = 0;
        for (int value : bits) {
            count += (value & Integer.MAX_VALUE) >= INFINITY ? 1 : 0;
        }
        return count;
    }
}
