package dev.roilab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
    @Test
    void everyShortDecimalIsTheDoubleThatThePlatformReads() {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 20_000; round++) {
            int places = random.nextInt(13);
            double value = random.nextDouble(Math.pow(10, random.nextInt(-4, 5)));
            assertSame(String.format(Locale.ROOT, "%." + places + "f", value));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-1.0", "1e-05", "0.8405292171521895", "123456789012345678", ".5", "5.", "NaN", "Infinity"})
    void soIsEveryOtherNumber(String text) {
        assertSame(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1.2.3", "a", "1,2"})
    void whatIsNoNumberIsRefused(String text) {
        assertThatThrownBy(() -> Decimals.parse(text, 0, text.length())).isInstanceOf(NumberFormatException.class);
    }

    private static void assertSame(String text) {
        assertThat(Decimals.parse("7," + text + ",8", 2, 2 + text.length()))
                .as(text)
                .isEqualTo(Double.valueOf(text));
    }
}
