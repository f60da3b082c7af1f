package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import dev.roilab.report.document.Markdown;
import dev.roilab.report.plot.StageBarsPlot;
import dev.roilab.report.table.DetailTables;
import dev.roilab.report.table.MainTable;
import dev.roilab.report.table.NoiseEnergy;
import dev.roilab.report.table.PivotTable;
import dev.roilab.result.StudyResults;
import dev.roilab.study.ReportSettings.TableSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Arms of which some seeds failed, and arms that were not timed as the others were: a mean says what it is of. */
class PartialArmsTest {
    private static StudyResults results() {
        return new SmallStudy()
                .finished("low", 1, 0.5)
                .withFact("timing_protocol", "beside each other")
                .finished("low", 2, 0.6)
                .withFact("timing_protocol", "beside each other")
                .finished("high", 1, 0.4)
                .diverged("high", 2, "loss not finite at step 9")
                .results();
    }

    @Test
    void everyMeanOverFewerSeedsIsMarked() {
        StudyResults results = results();
        List<Arm> arms = Arm.of(results);
        var tables = new DetailTables(results, arms);
        assertThat(Markdown.of(tables.classes())).contains(" low | high (1 of 2) |");
        assertThat(Markdown.of(tables.timing())).contains(" low | high (1 of 2) (own tests) |");
        assertThat(StageBarsPlot.of(arms).orElseThrow().caption())
                .contains(": low 10.8 (0.750); high (1 of 2) (own tests) 10.8 (0.750).");
    }

    @Test
    void theCellOfAnUntimedArmSaysSo() {
        StudyResults results = results();
        List<Arm> arms = Arm.of(results);
        String table = Markdown.of(List.of(new MainTable(results, arms).block()));
        assertThat(table).contains("10.8 (own tests)");
        assertThat(table.lines().filter(line -> line.startsWith("| low")))
                .noneMatch(line -> line.contains("own tests"));
    }

    @Test
    void aCellOfATableThatAStudyAsksForSaysBoth() {
        StudyResults results = results();
        var settings = new TableSettings(SmallStudy.ROI, Optional.empty(), List.of("box_decoding_ms"));
        String table = Markdown.of(List.of(new PivotTable(results, settings, new NoiseEnergy(results)).block(1)));
        assertThat(table).contains("| high | 0.500 (own tests) (1 of 2) |", "| low  |");
        assertThat(table.lines().filter(line -> line.startsWith("| low")))
                .noneMatch(line -> line.contains("own tests") || line.contains("of 2"));
    }

    /** A recipe of one task in one arm, of another in the other. */
    @Test
    void everyTasksUnitIsSaid() {
        var error = new MeasureInfo(
                "cover_error",
                "cover error",
                "cover error",
                MeasureUnit.PERCENT,
                Better.LOWER,
                Prominence.HEADLINE,
                "");
        StudyResults results = new SmallStudy()
                .declaring(error)
                .finished("low", 1, 0.5)
                .finishedWith("high", 1, 0.5, "cover_error", 0.25)
                .results();
        String table = Markdown.of(List.of(new MainTable(results, Arm.of(results)).block()));
        assertThat(table).contains("over seeds; AP in percent; cover error in percent.");
    }
}
