package dev.roilab.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.tensor.Precision;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NonFiniteTest {
    private static final List<Float> OUTSIDE = List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

    /** Short rows, odd ones too, and rows that end shortly after a block. */
    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "BF16"})
    void oneAmongManyIsCountedWhereverItStands(Precision precision) {
        for (int length : new int[] {1, 2, 3, 8, 17, 2051}) {
            for (int place = 0; place < length; place += place < 20 ? 1 : 331) {
                for (float outside : OUTSIDE) {
                    float[] values = new float[length];
                    Arrays.fill(values, -Float.MAX_VALUE / 2);
                    assertThat(count(values, precision)).isZero();
                    values[place] = outside;
                    assertThat(count(values, precision))
                            .as("%s at %d of %d", outside, place, length)
                            .isOne();
                }
            }
        }
    }

    private static long count(float[] values, Precision precision) {
        try (Arena arena = Arena.ofConfined();
                var workers = new Workers(1)) {
            var numbers = new Numbers(arena.allocate((long) values.length * Float.BYTES, Float.BYTES), precision);
            new Transfer().write(values, values.length, numbers, 0);
            return new NonFinite(workers).count(numbers, values.length);
        }
    }
}
