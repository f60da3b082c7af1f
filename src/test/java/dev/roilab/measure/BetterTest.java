package dev.roilab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BetterTest {
    @Test
    void noDifferenceImprovesNothing() {
        assertThat(Better.HIGHER.improves(1)).isTrue();
        assertThat(Better.LOWER.improves(-1)).isTrue();
        for (Better better : Better.values()) {
            assertThat(better.improves(0)).isFalse();
        }
        assertThat(Better.NEITHER.improves(1) || Better.NEITHER.improves(-1)).isFalse();
    }
}
