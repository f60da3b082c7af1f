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

    @Test
    void onlyAccuraciesTimesAndErrorsAreKnownToBeBetterOneWay() {
        for (String accuracy : new String[] {"ap", "ap50", "ap75", "aps", "apm", "apl", "voc07", "voc_area"}) {
            assertThat(Measure.of(accuracy).direction()).as(accuracy).isEqualTo(Direction.HIGHER);
        }
        for (String cost : new String[] {"total_ms", "train_seconds", "diverged", "top1_error"}) {
            assertThat(Measure.of(cost).direction()).as(cost).isEqualTo(Direction.LOWER);
        }
        for (String size :
                new String[] {"energy_fc6", "fc_parameters", "parameters", "file_size", "peak_mb", "a_count"}) {
            assertThat(Measure.of(size).direction()).as(size).isEqualTo(Direction.UNKNOWN);
        }
    }

    @Test
    void aDifferenceImprovesOnlyWhereADirectionIsKnown() {
        assertThat(Direction.HIGHER.improves(1)).isTrue();
        assertThat(Direction.HIGHER.improves(-1)).isFalse();
        assertThat(Direction.LOWER.improves(-1)).isTrue();
        assertThat(Direction.LOWER.improves(1)).isFalse();
        assertThat(Direction.UNKNOWN.improves(1)).isFalse();
        assertThat(Direction.UNKNOWN.improves(-1)).isFalse();
    }
}
