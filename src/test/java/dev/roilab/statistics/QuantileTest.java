package dev.roilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuantileTest {
    @Test
    void liesBetweenNeighboursAsInNumPy() {
        // numpy.quantile([3, 1, 4, 1, 5], [0, 0.25, 0.5, 0.9, 0.95, 1])
        double[] values = {3, 1, 4, 1, 5};
        assertThat(Quantile.of(values, 0)).isEqualTo(1);
        assertThat(Quantile.of(values, 0.25)).isEqualTo(1);
        assertThat(Quantile.of(values, 0.5)).isEqualTo(3);
        assertThat(Quantile.of(values, 0.9)).isCloseTo(4.6, within(1e-12));
        assertThat(Quantile.of(values, 0.95)).isCloseTo(4.8, within(1e-12));
        assertThat(Quantile.of(values, 1)).isEqualTo(5);
        assertThat(values).containsExactly(3, 1, 4, 1, 5);
    }

    @Test
    void oneValueIsItsOwn() {
        assertThat(Quantile.of(List.of(7.0), 0.95)).isEqualTo(7);
    }
}
