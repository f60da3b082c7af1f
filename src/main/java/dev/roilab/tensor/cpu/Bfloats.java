package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Precision;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Numbers between Java's arrays and native memory of either precision. bf16 is the upper half of a float. */
final class Bfloats {
    private static final int LOWER_BITS = 16;

    private Bfloats() {}

    /** The numbers [first, first + count). */
    static float[] read(MemorySegment source, Precision precision, long first, int count) {
        float[] values = new float[count];
        switch (precision) {
            case F32, TF32 -> MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, first * Float.BYTES, values, 0, count);
            case BF16 -> {
                short[] halves = new short[count];
                MemorySegment.copy(source, ValueLayout.JAVA_SHORT, first * Short.BYTES, halves, 0, count);
                for (int index = 0; index < count; index++) {
                    values[index] = Float.intBitsToFloat(halves[index] << LOWER_BITS);
                }
            }
        }
        return values;
    }

    /** The bits of the numbers [first, first + count), as floats have them. */
    static int[] readBits(MemorySegment source, Precision precision, long first, int count) {
        int[] bits = new int[count];
        switch (precision) {
            case F32, TF32 -> MemorySegment.copy(source, ValueLayout.JAVA_INT, first * Float.BYTES, bits, 0, count);
            case BF16 -> {
                short[] halves = new short[count];
                MemorySegment.copy(source, ValueLayout.JAVA_SHORT, first * Short.BYTES, halves, 0, count);
                for (int index = 0; index < count; index++) {
                    bits[index] = halves[index] << LOWER_BITS;
                }
            }
        }
        return bits;
    }

    /** Writes numbers from {@code first} on, rounded to the nearest, ties to even. */
    static void write(float[] values, MemorySegment target, Precision precision, long first) {
        switch (precision) {
            case F32, TF32 ->
                MemorySegment.copy(values, 0, target, ValueLayout.JAVA_FLOAT, first * Float.BYTES, values.length);
            case BF16 -> {
                short[] halves = new short[values.length];
                for (int index = 0; index < halves.length; index++) {
                    halves[index] = rounded(Float.floatToRawIntBits(values[index]));
                }
                MemorySegment.copy(halves, 0, target, ValueLayout.JAVA_SHORT, first * Short.BYTES, halves.length);
            }
        }
    }

    /** Writes floats given by their bits. */
    static void writeBits(int[] bits, MemorySegment target, Precision precision, long first) {
        switch (precision) {
            case F32, TF32 ->
                MemorySegment.copy(bits, 0, target, ValueLayout.JAVA_INT, first * Float.BYTES, bits.length);
            case BF16 -> {
                short[] halves = new short[bits.length];
                for (int index = 0; index < halves.length; index++) {
                    halves[index] = rounded(bits[index]);
                }
                MemorySegment.copy(halves, 0, target, ValueLayout.JAVA_SHORT, first * Short.BYTES, halves.length);
            }
        }
    }

    /** The carry of half a unit, less one where the kept part is even; a NaN of all ones would overflow to -0. */
    private static short rounded(int bits) {
        int even = (bits >> LOWER_BITS) & 1;
        int carried = (bits + 0x7fff + even) >> LOWER_BITS;
        int kept = bits >> LOWER_BITS;
        return (short) ((bits & Integer.MAX_VALUE) > 0x7f800000 ? kept | 0x40 : carried);
    }
}
