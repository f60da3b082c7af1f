package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Moves numbers between Java's arrays and native memory of either precision; bf16 is the upper half of a float. For one
 * task, which keeps it and its arrays from block to block: a new array for each would be written to memory that no
 * cache holds yet, which takes longer than the arithmetic.
 */
final class Transfer {
    private static final int LOWER_BITS = 16;

    private short[] halves = new short[0];

    private short[] halves(int count) {
        if (halves.length < count) {
            halves = new short[count];
        }
        return halves;
    }

    /** The numbers [first, first + count) to the start of {@code values}. */
    void read(Numbers source, long first, int count, float[] values) {
        switch (source.precision()) {
            case F32, TF32 ->
                MemorySegment.copy(source.memory(), ValueLayout.JAVA_FLOAT, first * Float.BYTES, values, 0, count);
            case BF16 -> {
                short[] stored = readHalves(source, first, count);
                for (int index = 0; index < count; index++) {
                    values[index] = Float.intBitsToFloat(stored[index] << LOWER_BITS);
                }
            }
        }
    }

    /** The bits of the numbers [first, first + count), as floats have them, to the start of {@code bits}. */
    void readBits(Numbers source, long first, int count, int[] bits) {
        switch (source.precision()) {
            case F32, TF32 ->
                MemorySegment.copy(source.memory(), ValueLayout.JAVA_INT, first * Float.BYTES, bits, 0, count);
            case BF16 -> {
                short[] stored = readHalves(source, first, count);
                for (int index = 0; index < count; index++) {
                    bits[index] = stored[index] << LOWER_BITS;
                }
            }
        }
    }

    private short[] readHalves(Numbers source, long first, int count) {
        short[] stored = halves(count);
        MemorySegment.copy(source.memory(), ValueLayout.JAVA_SHORT, first * Short.BYTES, stored, 0, count);
        return stored;
    }

    /** Writes the first {@code count} of the values from {@code first} on, rounded to the nearest, ties to even. */
    void write(float[] values, int count, Numbers target, long first) {
        switch (target.precision()) {
            case F32, TF32 ->
                MemorySegment.copy(values, 0, target.memory(), ValueLayout.JAVA_FLOAT, first * Float.BYTES, count);
            case BF16 -> {
                short[] rounded = halves(count);
                for (int index = 0; index < count; index++) {
                    rounded[index] = rounded(Float.floatToRawIntBits(values[index]));
                }
                writeHalves(rounded, count, target, first);
            }
        }
    }

    /** Writes the first {@code count} floats that are given by their bits. */
    void writeBits(int[] bits, int count, Numbers target, long first) {
        switch (target.precision()) {
            case F32, TF32 ->
                MemorySegment.copy(bits, 0, target.memory(), ValueLayout.JAVA_INT, first * Float.BYTES, count);
            case BF16 -> {
                short[] rounded = halves(count);
                for (int index = 0; index < count; index++) {
                    rounded[index] = rounded(bits[index]);
                }
                writeHalves(rounded, count, target, first);
            }
        }
    }

    private static void writeHalves(short[] rounded, int count, Numbers target, long first) {
        MemorySegment.copy(rounded, 0, target.memory(), ValueLayout.JAVA_SHORT, first * Short.BYTES, count);
    }

    /** The carry of half a unit, less one where the kept part is even; a NaN of all ones would overflow to -0. */
    private static short rounded(int bits) {
        int even = (bits >> LOWER_BITS) & 1;
        int carried = (bits + 0x7fff + even) >> LOWER_BITS;
        int kept = bits >> LOWER_BITS;
        return (short) ((bits & Integer.MAX_VALUE) > NonFinite.INFINITY ? kept | 0x40 : carried);
    }
}
