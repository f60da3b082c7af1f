package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasureTest {
    @Test
    void timesHaveAboutThreeDigitsWhateverTheirSize() {
        Measure stage = Measure.of("fc6_ms");
        assertThat(stage.text(0.0432)).isEqualTo("0.043");
        assertThat(stage.text(1.234)).isEqualTo("1.23");
        assertThat(stage.text(70.63)).isEqualTo("70.6");
        assertThat(stage.signed(0.126)).isEqualTo("+0.126 ms");
    }

    @Test
    void aDeviationHasTheDecimalsOfItsMean() {
        assertThat(Measure.TOTAL.text(0.004, 1.2)).isEqualTo("0.00");
        assertThat(Measure.of("ap50").text(0.0123, 0.9)).isEqualTo("1.2");
    }
}
