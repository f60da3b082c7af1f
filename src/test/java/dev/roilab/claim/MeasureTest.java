package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import org.junit.jupiter.api.Test;

class MeasureTest {
    @Test
    void timesHaveAboutThreeDigitsWhateverTheirSize() {
        Measure stage = SmallStudy.measure("fc6_ms");
        assertThat(stage.text(0.0432)).isEqualTo("0.043");
        assertThat(stage.text(1.234)).isEqualTo("1.23");
        assertThat(stage.text(70.63)).isEqualTo("70.6");
        assertThat(stage.signed(0.126)).isEqualTo("+0.126 ms");
    }

    @Test
    void aDeviationHasTheDecimalsOfItsMean() {
        assertThat(Measure.TOTAL.text(0.004, 1.2)).isEqualTo("0.00");
        assertThat(SmallStudy.measure("ap50").text(0.0123, 0.9)).isEqualTo("1.2");
    }

    @Test
    void everyMeasureOfADetectorHasItsDirection() {
        for (String accuracy : new String[] {"ap", "ap50", "ap75", "aps", "apm", "apl", "voc07", "voc_area"}) {
            assertThat(SmallStudy.measure(accuracy).better()).as(accuracy).isEqualTo(Better.HIGHER);
        }
        for (String cost : new String[] {"total_ms", "train_seconds", "diverged", "roi_ms"}) {
            assertThat(SmallStudy.measure(cost).better()).as(cost).isEqualTo(Better.LOWER);
        }
        for (String size : new String[] {"energy_fc6", "fc_parameters", "parameters", "file_size", "nobody_knows"}) {
            assertThat(SmallStudy.measure(size).better()).as(size).isEqualTo(Better.NEITHER);
        }
    }

    @Test
    void aColumnSaysTheUnitOnce() {
        assertThat(Measure.TRAINING.column()).isEqualTo("training s");
        assertThat(Measure.TOTAL.column()).isEqualTo("ms an image");
        assertThat(SmallStudy.measure("roi_ms").column()).isEqualTo("roi ms");
        assertThat(SmallStudy.measure("ap50").column()).isEqualTo("AP50");
        assertThat(of("m").column()).isEqualTo("error, m");
        assertThat(of("count").column()).isEqualTo("error");
    }

    @Test
    void anAxisSaysTheUnitToo() {
        assertThat(of("m").headingWithUnit()).isEqualTo("error (m)");
        assertThat(of("number").headingWithUnit()).isEqualTo("error");
        assertThat(Measure.TRAINING.headingWithUnit()).isEqualTo("training time (seconds)");
        assertThat(SmallStudy.measure("fc6_ms").headingWithUnit()).isEqualTo("fc6 (ms an image)");
        assertThat(SmallStudy.measure("energy_fc6").headingWithUnit()).isEqualTo("energy kept of fc6 (percent)");
    }

    @Test
    void onlySharesHaveAWorstValue() {
        assertThat(SmallStudy.measure("ap50").worst()).hasValue(0);
        assertThat(of("percent").worst()).hasValue(1);
        assertThat(of("m").worst()).isEmpty();
        assertThat(SmallStudy.measure("energy_fc6").worst()).isEmpty();
        assertThat(Measure.DIVERGED.worst()).isEmpty();
    }

    @Test
    void whatHasNoValueOfNothingHasNoWorst() {
        MeasureInfo error = of("percent").info();
        assertThat(new Measure(error.amongFindings(true)).worst()).isEmpty();
        assertThat(new Measure(error.exactly(true)).worst())
                .as("no training spoils it")
                .isEmpty();
        assertThat(new Measure(error.exactly(true).amongFindings(true).exactly(false)).info())
                .isEqualTo(error.amongFindings(true))
                .isNotEqualTo(error);
    }

    private static Measure of(String unit) {
        return new Measure(new MeasureInfo("error", "error", new MeasureUnit(unit), Better.LOWER, ""));
    }
}
