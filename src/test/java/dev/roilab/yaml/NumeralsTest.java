package dev.roilab.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumeralsTest {
    @ParameterizedTest
    @CsvSource({
        "0.30, 0.3",
        "3e-1, 0.3",
        ".3, none",
        "1.0, 1",
        "0.5+1.0, 0.50+1",
        "0.5, none",
        "1e+2, 100",
        "align, none"
    })
    void numbersAreTheSameHoweverTheyAreWritten(String typed, String found) {
        assertThat(Numerals.find(typed, List.of("pool", "0.3", "1", "0.50+1", "100"))
                        .orElse("none"))
                .isEqualTo(found);
    }

    @Test
    void whatIsThereAsTypedIsMeant() {
        assertThat(Numerals.find("0.30", List.of("0.3", "0.30"))).contains("0.30");
    }
}
