package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.ClaimVerdict.Outcome;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Markdown;
import dev.roilab.report.table.DifferenceTable;
import dev.roilab.report.table.FailuresTable;
import dev.roilab.report.table.NoiseEnergy;
import dev.roilab.report.table.PivotTable;
import dev.roilab.report.text.Verdict;
import dev.roilab.result.StudyResults;
import dev.roilab.study.ReportSettings.TableSettings;
import dev.roilab.study.TrialMeasures;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A training that diverged has no share of localization errors: it is left out, and that is said. */
class SharesOfFindingsTest {
    private static final String ERRORS = "localization_errors";
    private static final double[] ALIGN = {0.10, 0.12, 0.11, 0.13, 0.12};

    private static MeasureInfo declared(String name) {
        return TrialMeasures.catalogue().find(name).orElseThrow();
    }

    /** Differences of five seeds -10, -8, -9, -7 and -8: mean -8.4, s = 1.14, half an interval 2.776 x 1.14 / √5. */
    private static SmallStudy study() {
        SmallStudy study = new SmallStudy().declaring(declared(ERRORS));
        for (int seed = 1; seed <= 5; seed++) {
            study.finishedWith("pool", seed, 0.5, ERRORS, 0.20);
            study.finishedWith("align", seed, 0.6, ERRORS, ALIGN[seed - 1]);
        }
        return study.finishedWith("pool", 6, 0.5, ERRORS, 0.20).diverged("align", 6, "loss not finite at step 9");
    }

    private static String table(StudyResults results, String... values) {
        var settings = new TableSettings(SmallStudy.ROI, Optional.empty(), List.of(values));
        return squeezed(List.of(new PivotTable(results, settings, new NoiseEnergy(results)).block(1)));
    }

    private static String squeezed(List<Block> blocks) {
        return Markdown.of(blocks).replaceAll(" +", " ");
    }

    private static String failures(StudyResults results) {
        return Markdown.of(FailuresTable.section(results, Arm.of(results)));
    }

    @Test
    void aClaimLeavesTheDivergedTrainingOutAndSaysSoFirst() {
        StudyResults results = study().claiming("localization_errors(align) < localization_errors(pool)")
                .results();
        ClaimVerdict verdict = Claims.check(results).getFirst();
        assertThat(verdict.outcome()).isEqualTo(Outcome.SUPPORTED);
        assertThat(verdict.seen())
                .isEqualTo("1 diverged training of align left out: -8.4 points [-9.8, -7.0], 5 seeds");
        assertThat(new Verdict(results).sentence())
                .isEqualTo("1 diverged training of align left out: align has a lower share of localization errors than"
                        + " pool, by 8.4 points (95 % interval -9.8 to -7.0, 5 seeds).");
        assertThat(squeezed(new DifferenceTable(results, new Replicates(results)).blocks()))
                .contains("| **-8.4 [-9.8, -7.0]** |", " Diverged trainings are left out.");
        assertThat(failures(results)).contains("count in no mean of an arm; comparisons leave them out, and say so.");
    }

    @Test
    void whatIsLeftOutOfOneMeasureCountsInAnother() {
        StudyResults results = study().claiming(
                        "ap50(align) > ap50(pool)", "localization_errors(align) < localization_errors(pool)")
                .results();
        assertThat(Claims.check(results).getFirst().seen())
                .as("five times +10 and once -50")
                .isEqualTo("0.0 points [-25.7, +25.7], 6 seeds, counting 1 diverged training of align as AP50 0");
        assertThat(failures(results))
                .contains(
                        "comparisons count a diverged one as accuracy 0, but leave it out of localization, where it has"
                                + " no number, and leave the others out, and say so.");
    }

    @Test
    void aTableSaysWhatItsNumbersAndItsBoldAreOf() {
        assertThat(table(study().results(), ERRORS, "ap50"))
                .contains("| align | **11.6 ± 1.1 (5 of 6)** | 60.0 ± 0.0 (5 of 6) |")
                .contains("| pool | 20.0 ± 0.0 | 50.0 ± 0.0 |")
                .contains(" Diverged trainings are left out of localization, where they have no number.");
        SmallStudy whole = new SmallStudy().declaring(declared(ERRORS));
        for (int seed = 1; seed <= 5; seed++) {
            whole.finishedWith("pool", seed, 0.5, ERRORS, 0.20);
            whole.finishedWith("align", seed, 0.6, ERRORS, ALIGN[seed - 1]);
        }
        assertThat(table(whole.results(), ERRORS))
                .contains("| **11.6 ± 1.1** |")
                .doesNotContain("left out");
    }

    @Test
    void anArmThatAlwaysDivergesLeavesTheClaimOpen() {
        SmallStudy study = new SmallStudy().declaring(declared(ERRORS));
        for (int seed = 1; seed <= 5; seed++) {
            study.finishedWith("pool", seed, 0.5, ERRORS, 0.20).diverged("align", seed, "step 9");
        }
        StudyResults results = study.claiming("localization_errors(align) > localization_errors(pool)")
                .results();
        ClaimVerdict verdict = Claims.check(results).getFirst();
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(verdict.seen())
                .isEqualTo("no trial of align has localization_errors: seeds 1, 2, 3, 4, 5: diverged @ 9");
        assertThat(verdict.needed()).isEqualTo("finished trials of every arm");
        assertThat(table(results, ERRORS)).contains("| align | diverged @ 9 |").doesNotContain("**20.0");
    }

    /** It has missed all objects: of these all are there, whatever was found. */
    @Test
    void allObjectsAreMissed() {
        SmallStudy study = new SmallStudy().declaring(declared("missed_objects"));
        for (int seed = 1; seed <= 5; seed++) {
            study.finishedWith("pool", seed, 0.5, "missed_objects", 0.2 + 0.01 * seed)
                    .diverged("align", seed, "step 9");
        }
        assertThat(Claims.check(study.claiming("missed_objects(align) > missed_objects(pool)")
                                .results())
                        .getFirst()
                        .seen())
                .startsWith("+77.0 points [")
                .endsWith("counting 5 diverged trainings of align as missed objects 100");
    }

    /** Proposals that were found ahead of every training are what they are, whatever becomes of it. */
    @Test
    void whatTheSettingsDecideIsNotSpoilt() {
        SmallStudy study = new SmallStudy()
                .declaring(declared("recall50").exactly(true))
                .claiming("recall50(align) < recall50(pool)");
        for (int seed = 1; seed <= 3; seed++) {
            study.finishedWith("pool", seed, 0.5, "recall50", 0.9);
            if (seed > 1) {
                study.finishedWith("align", seed, 0.5, "recall50", 0.9);
            }
        }
        StudyResults results = study.diverged("align", 1, "step 9").results();
        ClaimVerdict verdict = Claims.check(results).getFirst();
        assertThat(verdict.outcome()).isEqualTo(Outcome.CONTRADICTED);
        assertThat(verdict.seen())
                .isEqualTo("1 diverged training of align left out: 0.0 points, exact: equal in every seed");
        assertThat(new Verdict(results).sentence()).startsWith("1 diverged training of align left out: ");
    }
}
