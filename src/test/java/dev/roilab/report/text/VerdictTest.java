package dev.roilab.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.SmallStudy;
import dev.roilab.report.document.Markdown;
import dev.roilab.result.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static String paragraph(SmallStudy study) {
        return Markdown.of(new Verdict(study.results()).blocks());
    }

    /** Differences 3, 4 and 5 points: mean 4, interval 4 ± 2.48. */
    @Test
    void threeSeedsGiveAHint() {
        SmallStudy study = new SmallStudy()
                .finished("pool", 1, 0.50)
                .finished("pool", 2, 0.51)
                .finished("pool", 3, 0.52)
                .finished("align", 3, 0.57)
                .finished("align", 1, 0.53)
                .finished("align", 2, 0.55);
        assertThat(paragraph(study))
                .startsWith("**Verdict.** A hint, no more, that align is better than pool in AP, by 4.0 points "
                        + "(95 % interval +1.5 to +6.5, 3 seeds). (Changed: model.roi; 6 trainings with 3 seeds.)\n")
                .contains("Fewer than five seeds give a hint at most");
    }

    private static SmallStudy fiveSeeds() {
        SmallStudy study = new SmallStudy();
        double[] gains = {0.03, 0.04, 0.05, 0.04, 0.04};
        for (int seed = 1; seed <= 5; seed++) {
            study.finishedWith("pool", seed, 0.5, "fc_parameters", 0.1 + gains[seed - 1])
                    .finishedWith("align", seed, 0.5 + gains[seed - 1], "fc_parameters", 0.9);
        }
        return study;
    }

    @Test
    void fiveSeedsShowWhatIsBetterAndWhatIsWorse() {
        assertThat(paragraph(fiveSeeds()))
                .startsWith(
                        "**Verdict.** align is better than pool in AP, by 4.0 points (95 % interval +3.1 to +4.9, 5 "
                                + "seeds). (Changed");
        SmallStudy worse = new SmallStudy();
        double[] losses = {0.03, 0.04, 0.05, 0.04, 0.04};
        for (int seed = 1; seed <= 5; seed++) {
            worse.finished("pool", seed, 0.5).finished("align", seed, 0.5 - losses[seed - 1]);
        }
        assertThat(paragraph(worse)).contains("align is worse than pool in AP, by 4.0 points");
    }

    @Test
    void speaksOfTheClaimsMetricAndOutcome() {
        assertThat(paragraph(fiveSeeds().claiming("ap75(align) > ap75(pool)")))
                .startsWith(
                        "**Verdict.** align has a higher AP75 than pool, by 4.0 points (95 % interval +3.1 to +4.9, 5 "
                                + "seeds). (Changed");
        assertThat(paragraph(fiveSeeds().claiming("ap75(pool) > ap75(align)")))
                .startsWith("**Verdict.** pool has a lower AP75 than align, by 4.0 points");
    }

    /** Pool is 4 points below align: a margin below zero is said to be one below. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ap50(pool) > ap50(align) - 20 points  | The AP50 of pool is less than 20 points below that of align (
            ap50(pool) >= ap50(align) - 20 points | The AP50 of pool is at most 20 points below that of align (
            ap50(pool) < ap50(align) - 1 points   | The AP50 of pool is more than 1 point below that of align (
            ap50(pool) <= ap50(align) - 1 points  | The AP50 of pool is at least 1 point below that of align (
            ap50(pool) < ap50(align) - 20 points  | The AP50 of pool is at most 20 points below that of align (
            ap50(pool) < ap50(align) + 20 points  | The AP50 of pool is less than 20 points above that of align (
            """)
    void aMarginBelowZeroIsOneBelow(String claim, String sentence) {
        assertThat(paragraph(fiveSeeds().claiming(claim))).startsWith("**Verdict.** " + sentence);
    }

    @Test
    void twoBoundsOfOneDifferenceAreAnEquivalence() {
        String shown = paragraph(
                fiveSeeds().claiming("ap50(align) - ap50(pool) <= 6 points", "ap50(pool) - ap50(align) <= 6 points"));
        assertThat(shown)
                .startsWith(
                        "**Verdict.** align and pool are equal within ±6 points in AP50 (difference +4.0 points, 95 % "
                                + "interval +3.1 to +4.9, 5 seeds).")
                .doesNotContain("would decide");
        assertThat(paragraph(fiveSeeds()
                        .claiming("ap50(align) - ap50(pool) <= 4 points", "ap50(pool) - ap50(align) <= 4 points")))
                .contains("It is open whether the AP50 of align is at most 4 points above that of pool")
                .contains("the AP50 of pool is at most 4 points above that of align");
    }

    @Test
    void ratiosAndLevelsAreSentencesToo() {
        assertThat(paragraph(fiveSeeds().claiming("ap50(align) / ap50(pool) >= 1.2")))
                .contains(
                        "The AP50 of align is less than 1.2 times that of pool (1.08 times, 95 % interval 1.06 to 1.10");
        assertThat(paragraph(fiveSeeds().claiming("ap50(align) >= 50 percent")))
                .contains("The AP50 of align is at least 50 % (54.0 %, 95 % interval 53.1 to 54.9, 5 seeds)");
    }

    @Test
    void nothingIsCalledBetterWhereNobodyKnowsWhatIs() {
        assertThat(paragraph(fiveSeeds().claiming("fc_parameters(align) > fc_parameters(pool)")))
                .startsWith("**Verdict.** align has a larger share of fc parameters left than pool, by 76.0 points")
                .doesNotContain("better")
                .doesNotContain("higher");
    }

    @Test
    void moreClaimsThanAVerdictHoldsAreCounted() {
        String six = paragraph(fiveSeeds()
                .claiming(
                        "ap50(align) > ap50(pool)",
                        "ap75(align) > ap75(pool)",
                        "ap(align) > ap(pool)",
                        "voc07(align) > voc07(pool)",
                        "voc_area(align) > voc_area(pool)",
                        "ap(align) < ap(pool)",
                        "ap(alogn) < ap(pool)"));
        assertThat(six)
                .contains("Of 1 more claim: 1 contradicted. The claim ap(alogn) &lt; ap(pool) cannot be judged: "
                        + "unknown arm 'alogn'; did you mean 'align'? (Changed")
                .contains("allow for the 7 claims");
    }

    @Test
    void showsNoDifferenceWithASinglePairHoweverLarge() {
        SmallStudy study = new SmallStudy()
                .finished("pool", 1, 0.30)
                .finished("pool", 2, 0.30)
                .finished("align", 1, 0.90)
                .failed("align", 2, Status.CRASHED, "no luck");
        assertThat(paragraph(study))
                .contains("1 crashed training of align left out: no difference shown between align and pool in AP "
                        + "(+60.0 points, from a single seed)");
    }

    @Test
    void showsNoDifferenceWhereNoSeedFinishedOnBothSides() {
        SmallStudy study = new SmallStudy()
                .finished("pool", 1, 0.5)
                .failed("pool", 2, Status.CRASHED, "no luck")
                .failed("align", 1, Status.CRASHED, "no luck")
                .finished("align", 2, 0.5);
        assertThat(paragraph(study))
                .contains("No difference shown between align and pool in AP (no seed finished on both sides).");
    }

    @Test
    void comparesNothingWithAnArmThatHasNoResult() {
        SmallStudy study = new SmallStudy().finished("pool", 1, 0.5).failed("align", 1, Status.CRASHED, "no luck");
        assertThat(paragraph(study)).contains("Verdict.** align has no AP (crashed).");
    }

    /** Differences -1, 1 and 3 points: one mean, two deviations. */
    @Test
    void saysHowManySeedsWouldDecide() {
        SmallStudy study = new SmallStudy()
                .finished("pool", 1, 0.50)
                .finished("pool", 2, 0.50)
                .finished("pool", 3, 0.50)
                .finished("align", 1, 0.49)
                .finished("align", 2, 0.51)
                .finished("align", 3, 0.53);
        assertThat(paragraph(study))
                .contains("No difference shown between align and pool in AP (+1.0 points, 95 % interval -4.0 to +6.0, "
                        + "3 seeds; about 31 more seeds would decide).");
    }

    @Test
    void comparesNothingWhereOnlyTheSeedVaries() {
        SmallStudy study = new SmallStudy().finished("pool", 1, 0.2).finished("pool", 2, 0.3);
        assertThat(paragraph(study)).contains("Nothing to compare");
    }

    @Test
    void sumsUpManyValuesInsteadOfListingThem() {
        SmallStudy study = new SmallStudy();
        for (int value = 0; value < 6; value++) {
            for (int seed = 1; seed <= 5; seed++) {
                double luck = 0.001 * ((seed * 7 + value * 3) % 5);
                study.finished("r" + value, seed, 0.5 + luck + (value == 3 ? 0.1 : 0));
            }
        }
        assertThat(paragraph(study))
                .contains(
                        "1 of 5 values differ from r0 in AP, for the others no difference shown; r3 is better than r0")
                .contains("allow for the 5 comparisons by Holm's correction")
                .doesNotContain("r4");
    }
}
