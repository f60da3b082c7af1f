package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void haveNoNegativeZeroAndSignsOnlyWhereTheyMean() {
        assertThat(Numbers.fixed(-0.04, 1)).isEqualTo("0.0");
        assertThat(Numbers.signed(0.04, 1)).isEqualTo("0.0");
        assertThat(Numbers.signed(1.25, 2)).isEqualTo("+1.25");
        assertThat(Numbers.signed(-10, 1)).isEqualTo("-10.0");
        assertThat(Numbers.fixed(Double.NaN, 1)).isEqualTo("–");
    }
}
