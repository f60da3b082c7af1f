package dev.roilab.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.Arm;
import dev.roilab.claim.ClaimVerdict;
import dev.roilab.claim.Claims;
import dev.roilab.claim.Comparison;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Pairs;
import dev.roilab.claim.SmallStudy;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.report.document.Markdown;
import dev.roilab.report.table.MainTable;
import dev.roilab.report.table.NoiseEnergy;
import dev.roilab.report.table.PivotTable;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.study.ReportSettings.TableSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PairsTest {
    private static final MeasureInfo TOP1_ERROR = new MeasureInfo(
            "top1_error", "top-1 error", MeasureUnit.PERCENT, Better.LOWER, "Top-1 error: of all pictures.");

    private static final double[] GAINS = {0.03, 0.04, 0.05, 0.04, 0.04};

    private static SmallStudy study(int seeds, String metric) {
        SmallStudy study = new SmallStudy().declaring(TOP1_ERROR);
        for (int seed = 1; seed <= seeds; seed++) {
            study.finishedWith("pool", seed, 0.5, metric, 0.2 + GAINS[seed - 1])
                    .finishedWith("align", seed, 0.5 + GAINS[seed - 1], metric, 0.9);
        }
        return study;
    }

    private static boolean alignWins(StudyResults results, String metric) {
        List<Arm> arms = Arm.of(results);
        return new Pairs(Set.of(SmallStudy.ROI))
                .beatsAll(1, arms.stream().map(Arm::trials).toList(), Measure.of(results, metric));
    }

    @Test
    void anArmWinsByFiveSeedsAndAnAccuracy() {
        StudyResults five = study(5, "fc_parameters").results();
        assertThat(alignWins(five, "ap50")).isTrue();
        assertThat(alignWins(five, "fc_parameters"))
                .as("more parameters are not better")
                .isFalse();
        assertThat(alignWins(study(5, "file_size").results(), "file_size")).isFalse();
        assertThat(alignWins(study(5, "top1_error").results(), "top1_error"))
                .as("more errors")
                .isFalse();
        assertThat(alignWins(study(4, "fc_parameters").results(), "ap50"))
                .as("four seeds")
                .isFalse();
    }

    /** Of an arm that crashed, or has not run yet, nothing is known that another could be worse than. */
    @Test
    void anArmWithoutResultsIsNoRival() {
        SmallStudy study = study(5, "fc_parameters");
        for (int seed = 1; seed <= 5; seed++) {
            study.failed("warp", seed, Status.CRASHED, "");
        }
        assertThat(alignWins(study.results(), "ap50")).isTrue();
    }

    @Test
    void theLowerErrorWins() {
        StudyResults results = study(5, "top1_error").results();
        List<Arm> arms = Arm.of(results);
        assertThat(new Pairs(Set.of(SmallStudy.ROI))
                        .beatsAll(0, arms.stream().map(Arm::trials).toList(), Measure.of(results, "top1_error")))
                .isTrue();
    }

    /** Of errors the worst share is all of them. */
    @Test
    void aDivergedTrainingHasAllErrors() {
        SmallStudy study = new SmallStudy().declaring(TOP1_ERROR).claiming("top1_error(align) > top1_error(pool)");
        for (int seed = 1; seed <= 5; seed++) {
            study.finishedWith("pool", seed, 0.5, "top1_error", 0.2 + GAINS[seed - 1])
                    .diverged("align", seed, "step 3");
        }
        ClaimVerdict verdict = Claims.check(study.results()).getFirst();
        assertThat(verdict.outcome()).isEqualTo(ClaimVerdict.Outcome.SUPPORTED);
        assertThat(verdict.seen())
                .startsWith("+76.0 points")
                .endsWith("counting 5 diverged trainings of align as top-1 error 100");
    }

    @Test
    void noTableMarksTheLargerFile() {
        StudyResults results = study(5, "file_size").results();
        String table = Markdown.of(List.of(new PivotTable(
                        results,
                        new TableSettings(SmallStudy.ROI, Optional.empty(), List.of("ap50", "file_size")),
                        new NoiseEnergy(results))
                .block(1)));
        assertThat(table).contains("**54.0 ± 0.7**").doesNotContain("**90.0").contains("of accuracies only");
        String few = Markdown.of(List.of(new MainTable(
                        study(3, "file_size").results(), Arm.of(study(3, "x").results()))
                .block()));
        assertThat(few).doesNotContain("**").contains("Nothing is bold: fewer than five seeds show no winner.");
    }

    /** A mean over the trainings that finished would say that none diverged. */
    @Test
    void divergedTrainingsAreCountedInTheirColumn() {
        StudyResults results = new SmallStudy()
                .finished("pool", 1, 0.5)
                .diverged("pool", 2, "step 3")
                .diverged("align", 1, "step 3")
                .diverged("align", 2, "step 3")
                .failed("align", 3, Status.CRASHED, "")
                .results();
        String table = Markdown.of(List.of(new PivotTable(
                        results,
                        new TableSettings(SmallStudy.ROI, Optional.empty(), List.of("diverged")),
                        new NoiseEnergy(results))
                .block(1)));
        assertThat(table).containsPattern("pool +\\| +1 of 2 ").containsPattern("align +\\| +2 of 2 ");
    }

    /** An arm that diverges in one seed of five has lost there, however good its other trainings are. */
    @Test
    void aDivergedTrainingCostsTheBold() {
        SmallStudy study = new SmallStudy();
        for (int seed = 1; seed <= 5; seed++) {
            study.finished("pool", seed, 0.5);
            if (seed == 5) {
                study.diverged("align", seed, "step 3");
            } else {
                study.finished("align", seed, 0.5 + GAINS[seed - 1]);
            }
        }
        assertThat(alignWins(study.results(), "ap50")).isFalse();
    }

    private static TrialResult at(TrialResult trial, String stride) {
        return SmallStudy.varied(trial, "model.backbone.stride", stride);
    }

    /** Two strides: align gains 4 points at 8 and 9 at 16, and stride 16 costs 10; 0.1 points of luck by seed. */
    static StudyResults twoByTwo(int seeds) {
        List<TrialResult> trials = new ArrayList<>();
        for (String stride : List.of("8", "16")) {
            SmallStudy study = new SmallStudy();
            for (int seed = 1; seed <= seeds; seed++) {
                double luck = 0.001 * (seed % 3);
                double base = stride.equals("8") ? 0.6 : 0.5 + luck;
                study.finished("pool", seed, base)
                        .finished("align", seed, base + (stride.equals("8") ? 0.04 : 0.09 - luck / 2) + luck);
            }
            study.results().trials().forEach(trial -> trials.add(at(trial, stride)));
        }
        StudyResults one = new SmallStudy().results();
        return new StudyResults(
                "two",
                "",
                List.of(SmallStudy.ROI, "model.backbone.stride"),
                one.classes(),
                one.report(),
                one.background(),
                Path.of("no-such-folder"),
                "",
                trials);
    }

    @Test
    void aSeedCountsOnceWithTheMeanOverAsManyCombinationsAsWereUsed() {
        List<TrialResult> trials = new ArrayList<>(twoByTwo(5).trials());
        Measure measure = SmallStudy.measure("ap50");
        Pairs pairs = new Pairs(Set.of(SmallStudy.ROI));
        assertThat(pairs.difference(side(trials, "pool", measure), side(trials, "align", measure))
                        .seeds())
                .isEqualTo("5 seeds, each the mean over 2 combinations");
        trials.removeIf(trial -> trial.seed() == 3 && trial.trial().equals("roi=pool,seed=3,stride=16"));
        Comparison uneven = pairs.difference(side(trials, "pool", measure), side(trials, "align", measure));
        assertThat(uneven.seeds()).isEqualTo("5 seeds, each the mean over 1 to 2 combinations");
        assertThat(uneven.witnesses().before()).isEqualTo("1 unpaired training of align left out: ");
    }

    private static Pairs.Side side(List<TrialResult> trials, String roi, Measure measure) {
        return new Pairs.Side(
                roi,
                trials.stream()
                        .filter(trial -> trial.varied().containsValue(roi))
                        .toList(),
                measure);
    }

    /** By hand: main effect of align (4 + 9) / 2 = 6.5, of stride 16 -7.5, and 9 - 4 = 5 more points at 16. */
    @Test
    void twoPathsHaveMainEffectsAndAnInteraction() {
        String effects =
                new Effects(twoByTwo(6), SmallStudy.measure("ap50")).sentence().orElseThrow();
        assertThat(effects)
                .contains("Main effects of roi: align against pool: +6.6 points, 95 % interval")
                .contains("Of stride: 16 against 8: -7.")
                .contains("align against pool at stride 16 less the same at stride 8: +5.0 points")
                .contains("6 seeds, shown")
                .contains("after Holm's correction for these 3.");
        assertThat(new Effects(twoByTwo(3), SmallStudy.measure("ap50"))
                        .sentence()
                        .orElseThrow())
                .contains("3 seeds, a hint")
                .doesNotContain(", shown");
        assertThat(new Effects(new SmallStudy().finished("pool", 1, 0.5).results(), SmallStudy.measure("ap50"))
                        .sentence())
                .isEmpty();
    }
}
