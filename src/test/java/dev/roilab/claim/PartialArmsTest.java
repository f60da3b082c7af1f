package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Markdown;
import dev.roilab.report.plot.StageBarsPlot;
import dev.roilab.report.table.DetailTables;
import dev.roilab.report.table.DifferenceTable;
import dev.roilab.report.table.MainTable;
import dev.roilab.report.table.NoiseEnergy;
import dev.roilab.report.table.PivotTable;
import dev.roilab.report.table.RunTable;
import dev.roilab.report.text.Verdict;
import dev.roilab.result.StudyResults;
import dev.roilab.study.HarnessMeasures;
import dev.roilab.study.ReportSettings.TableSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Four seeds of a common session and one, whose proposals nobody found, of its own test. */
    private static StudyResults fourOfFive() {
        SmallStudy study = new SmallStudy();
        for (int seed = 1; seed <= 4; seed++) {
            study.timed("align", seed, stages(10, seed)).withFact("timing_protocol", "beside each other");
        }
        study.timed("align", 5, stages(Double.NaN, 100));
        for (int seed = 1; seed <= 5; seed++) {
            study.timed("pool", seed, stages(10, 2)).withFact("timing_protocol", "beside each other");
        }
        return study.results();
    }

    private static String squeezed(List<Block> blocks) {
        return Markdown.of(blocks).replaceAll(" +", " ");
    }

    private static Map<String, Double> stages(double proposals, double backbone) {
        Map<String, Double> stages = new LinkedHashMap<>();
        stages.put(HarnessMeasures.PROPOSALS, proposals);
        stages.put("backbone", backbone);
        stages.put("box decoding", 1.0);
        return stages;
    }

    /** Backbone (1 + 2 + 3 + 4) / 4, and sums that are those of their parts. */
    @Test
    void allTimesOfAnArmAreOfTheSameTrials() {
        StudyResults results = fourOfFive();
        List<Arm> arms = Arm.of(results);
        assertThat(squeezed(new DetailTables(results, arms).timing()))
                .contains("| stage | align (4 of 5) | pool |")
                .contains(
                        "| proposals | 10.0 (20.0) | 10.0 (20.0) |",
                        "| backbone | 2.50 (5.00) | 2.00 (4.00) |",
                        "| sum of medians | 13.5 | 13.0 |",
                        "| without proposals | 3.50 | 3.00 |");
        assertThat(StageBarsPlot.of(arms).orElseThrow().caption())
                .contains("with (and without) proposals: align (4 of 5) 13.5 (3.50); pool 13.0 (3.00).")
                .contains("1 of 10 trials were not timed beside the others");
        assertThat(squeezed(List.of(new MainTable(results, arms).block()))).contains("| 13.5 (4 of 5) |");
    }

    /** The first arm has the times of its own tests, a tenth of the others', which took turns. */
    @Test
    void onABusyMachineTimesAreMultiplesOfAnArmThatTookTurns() {
        SmallStudy study = new SmallStudy().timed("align", 1, stages(1, 0.2));
        for (String arm : List.of("pool", "warp")) {
            study.timed(arm, 1, stages(10, arm.equals("pool") ? 2 : 15))
                    .withFact("timing_protocol", "beside each other")
                    .withFact("timing_load", "9.0")
                    .withFact("timing_cores", "2");
        }
        StudyResults relative = RelativeTimes.of(study.results());
        assertThat(TimeEvidence.of(relative).unit(Measure.TOTAL)).isEqualTo("pool, test time = 1");
        String table = squeezed(List.of(new MainTable(relative, Arm.of(relative)).block()));
        assertThat(table).contains("| 1.00 |", "| 2.00 |").contains("| 0.169 (own tests) |");
    }

    /** A study without any other number is compared by its time, and the comparison says how that was taken. */
    @Test
    void comparisonsOfTimesSayHowTheyWereTaken() {
        StudyResults results = fourOfFive();
        String remark = "1 of 10 trials were not timed beside the others";
        assertThat(Markdown.of(new DifferenceTable(results, new Replicates(results)).blocks()))
                .contains("ms an image", remark);
        assertThat(Markdown.of(new Verdict(results).blocks())).contains("Paired by seed.", remark);
    }

    @Test
    void aSingleRunOfItsOwnTestSaysSo() {
        StudyResults results = results();
        String table = squeezed(RunTable.section(results, Arm.of(results), new Replicates(results)));
        assertThat(table.lines().filter(line -> line.contains("(own tests)")))
                .singleElement()
                .asString()
                .startsWith("| high | 1 | ok |")
                .endsWith("| 10.8 (own tests) |");
        assertThat(table).contains("Own tests: timed by the test that followed the training, not beside the others");
        StudyResults untimed = new SmallStudy().finished("low", 1, 0.5).results();
        assertThat(squeezed(RunTable.section(untimed, Arm.of(untimed), new Replicates(untimed))))
                .contains("| 10.8 |")
                .doesNotContain("wn tests");
    }

    /** The trial that was not timed has no say in how the number of the others is marked. */
    @Test
    void aMarkTellsWhatTheNumberIsOf() {
        StudyResults results = fourOfFive();
        var settings = new TableSettings(SmallStudy.ROI, Optional.empty(), List.of("total_ms", "backbone_ms"));
        assertThat(squeezed(List.of(new PivotTable(results, settings, new NoiseEnergy(results)).block(1))))
                .contains("| align | 13.5 (4 of 5) | 2.50 (4 of 5) |", "| pool | 13.0 | 2.00 |")
                .doesNotContain("A dash");
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
