package dev.roilab.tensor.torch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Numbers from Java's memory to libtorch's on the host and back. One core moves some ten gigabytes a second, which for
 * a batch of images takes as long as a GPU's forward pass; so several do.
 */
final class HostCopy {
    /** Numbers below which starting another core takes longer than it saves. */
    private static final int PART = 1 << 18;

    private static final int MOST_PARTS = 8;

    private interface Move {
        void numbers(int first, int count);
    }

    private HostCopy() {}

    static void write(float[] values, FloatPointer target) {
        MemorySegment memory = segment(target, values.length);
        inParts(
                values.length,
                (first, count) -> MemorySegment.copy(
                        values, first, memory, ValueLayout.JAVA_FLOAT, (long) first * Float.BYTES, count));
    }

    static void read(FloatPointer source, float[] values) {
        MemorySegment memory = segment(source, values.length);
        inParts(
                values.length,
                (first, count) -> MemorySegment.copy(
                        memory, ValueLayout.JAVA_FLOAT, (long) first * Float.BYTES, values, first, count));
    }

    private static MemorySegment segment(FloatPointer pointer, int numbers) {
        return MemorySegment.ofAddress(pointer.address()).reinterpret((long) numbers * Float.BYTES);
    }

    private static void inParts(int numbers, Move move) {
        int parts = Math.clamp(numbers / PART, 1, MOST_PARTS);
        int each = Math.ceilDiv(numbers, parts);
        IntStream range = IntStream.range(0, parts);
        (parts > 1 ? range.parallel() : range)
                .forEach(part -> move.numbers(part * each, Math.min(each, numbers - part * each)));
    }
}
