package dev.roilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {
    /** Columns 0.8 and 0.975 of the table printed in any textbook. */
    @ParameterizedTest
    @CsvSource({
        "1, 1.376, 12.706", "2, 1.061, 4.303", "3, 0.978, 3.182", "4, 0.941, 2.776", "5, 0.920, 2.571",
        "9, 0.883, 2.262", "10, 0.879, 2.228", "30, 0.854, 2.042", "63, 0.847, 1.998", "64, 0.847, 1.998",
        "120, 0.845, 1.980", "1000, 0.842, 1.962"
    })
    void quantilesAreThoseOfPrintedTables(int degrees, double eighty, double upper) {
        assertThat(StudentT.quantile(0.8, degrees)).isCloseTo(eighty, within(6e-4));
        assertThat(StudentT.halfWidth(degrees)).isCloseTo(upper, within(6e-4));
    }
}
