package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Precision;
import java.lang.foreign.MemorySegment;

/** What {@link Transfer} does, once, with new arrays. */
final class Bfloats {
    private Bfloats() {}

    /** The numbers [first, first + count). */
    static float[] read(MemorySegment source, Precision precision, long first, int count) {
        float[] values = new float[count];
        new Transfer().read(new Numbers(source, precision), first, count, values);
        return values;
    }

    /** The bits of the numbers [first, first + count), as floats have them. */
    static int[] readBits(MemorySegment source, Precision precision, long first, int count) {
        int[] bits = new int[count];
        new Transfer().readBits(new Numbers(source, precision), first, count, bits);
        return bits;
    }

    /** Writes numbers from {@code first} on, rounded to the nearest, ties to even. */
    static void write(float[] values, MemorySegment target, Precision precision, long first) {
        new Transfer().write(values, values.length, new Numbers(target, precision), first);
    }

    /** Writes floats given by their bits. */
    static void writeBits(int[] bits, MemorySegment target, Precision precision, long first) {
        new Transfer().writeBits(bits, bits.length, new Numbers(target, precision), first);
    }
}
