package dev.roilab.yaml;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RangesTest {
    @Test
    void allThatIsOutOfRangeIsToldOneALine() {
        Ranges ranges = new Ranges()
                .atLeast("steps", 0, 1)
                .positive("rate", Double.POSITIVE_INFINITY)
                .positive("norm", Double.NaN)
                .notNegative("decay", -0.1)
                .require(false, "depth must be 18 or 34", 20);
        assertThatThrownBy(ranges::throwIfAny)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        steps must be >= 1, got 0
                        rate must be > 0, got Infinity
                        norm must be > 0, got NaN
                        decay must be >= 0, got -0.1
                        depth must be 18 or 34, got 20""");
    }

    @Test
    void theBordersAreInside() {
        Ranges ranges = new Ranges()
                .atLeast("steps", 1, 1)
                .positive("rate", Double.MIN_VALUE)
                .notNegative("decay", 0)
                .require(true, "never", "said");
        assertThatCode(ranges::throwIfAny).doesNotThrowAnyException();
    }
}
