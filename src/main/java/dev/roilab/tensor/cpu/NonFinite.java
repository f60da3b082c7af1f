package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.LongAdder;

/** Counts the numbers of a tensor that are NaN or infinite. */
final class NonFinite {
    /** The bits of infinity: without the sign, those of finite numbers are less and those of NaN greater. */
    static final int INFINITY = 0x7f800000;

    /** A bf16 in the upper half of an integer, without its sign. */
    private static final int SIZE_OF_UPPER = 0x7fff0000;

    private static final int BLOCK = 2048;

    private static final int NUMBERS_A_TASK = 1 << 17;

    private final Workers workers;

    NonFinite(Workers workers) {
        this.workers = workers;
    }

    long count(CpuTensor tensor) {
        return count(tensor.numbers(), tensor.elements());
    }

    long count(Numbers numbers, long elements) {
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
        boolean finite = switch (numbers.precision()) {
            case F32, TF32 -> floatsAreFinite(numbers.memory(), first, length);
            case BF16 -> halvesAreFinite(numbers.memory(), first, length);
        };
        return finite ? 0 : count(Bfloats.readBits(numbers.memory(), numbers.precision(), first, length));
    }

    private static boolean floatsAreFinite(MemorySegment numbers, long first, int length) {
        int greatest = 0;
        for (int i = 0; i < length; i++) {
            greatest = Math.max(greatest, numbers.getAtIndex(ValueLayout.JAVA_INT, first + i) & Integer.MAX_VALUE);
        }
        return greatest < INFINITY;
    }

    /** Two at a time, which the compiler can; {@code first} is even. */
    private static boolean halvesAreFinite(MemorySegment numbers, long first, int length) {
        int greatest = 0;
        for (int i = 0; i < length / 2; i++) {
            int pair = numbers.getAtIndex(ValueLayout.JAVA_INT, first / 2 + i);
            greatest = Math.max(greatest, Math.max(pair & SIZE_OF_UPPER, pair << Short.SIZE & SIZE_OF_UPPER));
        }
        if (length % 2 == 1) {
            int last = numbers.getAtIndex(ValueLayout.JAVA_SHORT, first + length - 1) << Short.SIZE;
            greatest = Math.max(greatest, last & SIZE_OF_UPPER);
        }
        return greatest < INFINITY;
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
