package dev.roilab.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.tensor.Precision;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransferTest {
    /** Numbers that bf16 holds exactly. */
    private static final float[] VALUES = {1, -2, 0.5f, -0f, 96, Float.NaN, Float.NEGATIVE_INFINITY, 3};

    /** Arrays that are longer than a block, and a block that does not begin at 0, after a longer one. */
    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "BF16"})
    void aBlockTouchesNothingBesideIt(Precision precision) {
        try (Arena arena = Arena.ofConfined()) {
            var numbers = new Numbers(arena.allocate((long) VALUES.length * Float.BYTES, Float.BYTES), precision);
            var transfer = new Transfer();
            transfer.write(VALUES, VALUES.length, numbers, 0);
            float[] values = {7, 7, 7, 7};
            transfer.read(numbers, 1, 3, values);
            assertThat(values).containsExactly(-2, 0.5f, -0f, 7);
            transfer.write(new float[] {11, 12, 13}, 2, numbers, 3);
            int[] bits = new int[VALUES.length];
            transfer.readBits(numbers, 0, bits.length, bits);
            transfer.writeBits(new int[] {bits[4], bits[3]}, 1, numbers, 0);
            float[] all = new float[VALUES.length];
            transfer.read(numbers, 0, all.length, all);
            assertThat(all).containsExactly(12, -2, 0.5f, 11, 12, Float.NaN, Float.NEGATIVE_INFINITY, 3);
        }
    }

    @Test
    void tiesAreRoundedToEvenAndNanStaysNan() {
        float unit = 1f / 128;
        float[] values = {1 + unit / 2, 1 + unit * 1.5f, Float.intBitsToFloat(-1)};
        try (Arena arena = Arena.ofConfined()) {
            var numbers = new Numbers(arena.allocate(Float.BYTES * 2, Float.BYTES), Precision.BF16);
            var transfer = new Transfer();
            transfer.write(values, 3, numbers, 0);
            float[] rounded = new float[3];
            transfer.read(numbers, 0, 3, rounded);
            assertThat(rounded).containsExactly(1, 1 + 2 * unit, Float.NaN);
        }
    }
}
