package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.ClaimVerdict.Outcome;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import dev.roilab.report.document.Markdown;
import dev.roilab.report.table.ClaimsTable;
import dev.roilab.report.text.Verdict;
import dev.roilab.result.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {
    /** Differences 3, 4 and 5 points: mean 4, interval 4 ± 2.48. */
    private static SmallStudy threeSeeds() {
        return new SmallStudy()
                .finished("pool", 1, 0.50)
                .finished("pool", 2, 0.51)
                .finished("pool", 3, 0.52)
                .finished("align", 1, 0.53)
                .finished("align", 2, 0.55)
                .finished("align", 3, 0.57);
    }

    private static ClaimVerdict check(SmallStudy study, String claim) {
        return Claims.check(study.claiming(claim).results()).getFirst();
    }

    /** The same differences and two more of 4 points: mean 4, s = 0.707, interval 4 ± 0.88. */
    private static SmallStudy fiveSeeds() {
        return threeSeeds()
                .finished("pool", 4, 0.50)
                .finished("pool", 5, 0.50)
                .finished("align", 4, 0.54)
                .finished("align", 5, 0.54);
    }

    @Test
    void isSupportedWhereTheWholeIntervalAgrees() {
        ClaimVerdict verdict = check(fiveSeeds(), "ap50(align) > ap50(pool)");
        assertThat(verdict.outcome()).isEqualTo(Outcome.SUPPORTED);
        assertThat(verdict.seen()).isEqualTo("+4.0 points [+3.1, +4.9], 5 seeds");
        assertThat(verdict.needed()).isEmpty();
    }

    @Test
    void resultsOfTwoVersionsOfAStudyDecideNothing() {
        SmallStudy mixed = new SmallStudy()
                .finished("pool", 1, 0.5)
                .finished("pool", 2, 0.5)
                .earlier()
                .finished("align", 1, 0.6)
                .finished("align", 2, 0.6);
        ClaimVerdict verdict = check(mixed, "ap50(align) > ap50(pool)");
        String mixture = "1 of 4 results are of an earlier version of the study than the others, whose run has not come"
                + " to its end";
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(verdict.seen()).isEqualTo(mixture);
        assertThat(verdict.needed()).isEqualTo("the study run to its end");
        assertThat(Markdown.of(new Verdict(mixed.results()).blocks()))
                .contains("The claim ap50(align) > ap50(pool) cannot be judged: " + mixture + ".")
                .contains("**Mixed versions.** " + mixture);
        SmallStudy before = new SmallStudy()
                .finished("pool", 1, 0.5)
                .earlier()
                .finished("align", 1, 0.6)
                .earlier()
                .failed("align", 2, Status.CRASHED, "no result");
        assertThat(check(before, "ap50(align) > ap50(pool)").seen()).contains("+10.0 points, 1 seed");
        assertThat(Markdown.of(new Verdict(before.results()).blocks())).doesNotContain("Mixed");
    }

    @Test
    void isContradictedWhereTheWholeIntervalDisagrees() {
        assertThat(check(fiveSeeds(), "ap50(align) < ap50(pool)").outcome()).isEqualTo(Outcome.CONTRADICTED);
        assertThat(check(fiveSeeds(), "ap50(align) - ap50(pool) >= 7 points").outcome())
                .isEqualTo(Outcome.CONTRADICTED);
    }

    @Test
    void threeSeedsGiveAHintHoweverClear() {
        ClaimVerdict hint = check(threeSeeds(), "ap50(align) > ap50(pool)");
        assertThat(hint.outcome()).isEqualTo(Outcome.HINT_FOR);
        assertThat(hint.outcome().words()).isEqualTo("hint for");
        assertThat(hint.seen()).isEqualTo("+4.0 points [+1.5, +6.5], 3 seeds");
        assertThat(hint.needed()).isEqualTo("at least 2 more seeds");
        assertThat(check(threeSeeds(), "ap50(align) < ap50(pool)").outcome()).isEqualTo(Outcome.HINT_AGAINST);
    }

    /** 1 point below the mean with s = 1: ten seeds in all. */
    @Test
    void isUndecidedInBetweenAndSaysHowManySeedsWouldDecide() {
        ClaimVerdict verdict = check(threeSeeds(), "ap50(align) - ap50(pool) >= 3 points");
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(verdict.needed()).isEqualTo("about 7 more seeds");
    }

    @Test
    void aSingleSeedDecidesNothing() {
        ClaimVerdict verdict =
                check(new SmallStudy().finished("pool", 1, 0.1).finished("align", 1, 0.9), "ap50(align) > ap50(pool)");
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(verdict.needed()).isEqualTo("at least 4 more seeds");
    }

    @Test
    void equalSeedsSayNothingOfTheirSpread() {
        SmallStudy study = new SmallStudy();
        for (int seed = 1; seed <= 6; seed++) {
            study.finished("pool", seed, 0.5).finished("align", seed, 0.6);
        }
        ClaimVerdict verdict = check(study, "ap50(align) > ap50(pool)");
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(verdict.seen()).isEqualTo("+10.0 points, equal in all 6 seeds: nothing is known of the spread");
        assertThat(verdict.needed()).isEqualTo("seeds whose results differ");
        assertThat(new Verdict(study.results()).sentence())
                .isEqualTo(
                        "The difference in AP50 between align and pool was the same in all 6 seeds (+10.0 points), so"
                                + " that its spread is unknown and nothing can be tested.");
    }

    /** What the settings alone decide is no sample: seeds that agree are all there is to know. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ranked(small) < ranked(large)         | SUPPORTED    | -12.6 points, exact: equal in every seed
            ranked(small) > ranked(large)         | CONTRADICTED | -12.6 points, exact: equal in every seed
            ranked(small) / ranked(large) <= 0.53 | CONTRADICTED | 0.54, exact: equal in every seed
            ranked(small) / ranked(large) < 0.55  | SUPPORTED    | 0.54, exact: equal in every seed
            ranked(small) <= 14.6 percent         | SUPPORTED    | 14.6 points, exact: equal in every seed
            ranked(small) < 14.6 percent          | CONTRADICTED | 14.6 points, exact: equal in every seed
            """)
    void whatTheSettingsDecideNeedsNoTest(String claim, Outcome outcome, String seen) {
        MeasureInfo ranked = new MeasureInfo(
                "ranked",
                "weights left",
                "share of weights left",
                MeasureUnit.PERCENT,
                Better.NEITHER,
                Prominence.DETAIL,
                "");
        for (boolean exact : new boolean[] {true, false}) {
            SmallStudy study = new SmallStudy().declaring(ranked.exactly(exact));
            for (int seed = 1; seed <= 3; seed++) {
                study.finishedWith("small", seed, 0.5 + 0.01 * seed, "ranked", 0.146);
                study.finishedWith("large", seed, 0.5, "ranked", 0.272);
            }
            ClaimVerdict verdict = check(study, claim);
            assertThat(verdict.outcome()).isEqualTo(exact ? outcome : Outcome.UNDECIDED);
            if (exact) {
                assertThat(verdict.seen()).isEqualTo(seen);
                assertThat(verdict.needed()).isEmpty();
                assertThat(new Verdict(study.results()).sentence()).contains("exact: equal in every seed");
            }
        }
    }

    @Test
    void comparesRatiosAndLevels() {
        ClaimVerdict ratio = check(fiveSeeds(), "ap50(align) / ap50(pool) > 1.2");
        assertThat(ratio.outcome()).isEqualTo(Outcome.CONTRADICTED);
        assertThat(ratio.seen()).startsWith("1.08 [");
        ClaimVerdict level = check(fiveSeeds(), "ap50(pool) >= 40 percent");
        assertThat(level.outcome()).isEqualTo(Outcome.SUPPORTED);
        assertThat(level.seen()).startsWith("50.6 points [49.");
    }

    @Test
    void severalClaimsAreCorrectedByHolm() {
        SmallStudy study = new SmallStudy();
        double[] gains = {0.01, 0.02, 0.03, 0.04, 0.05};
        for (int seed = 1; seed <= 5; seed++) {
            study.finished("pool", seed, 0.5).finished("align", seed, 0.5 + gains[seed - 1]);
        }
        // Mean 3, s = 1.58, t = 4.24, p = 0.0132; corrected for four claims 0.0529, for three 0.0397.
        assertThat(check(study, "ap50(align) > ap50(pool)").outcome()).isEqualTo(Outcome.SUPPORTED);
        assertThat(Claims.check(
                        study.claiming("ap50(align) > ap50(pool)", "ap75(align) > ap75(pool)", "ap(align) > ap(pool)")
                                .results()))
                .extracting(ClaimVerdict::outcome)
                .containsOnly(Outcome.SUPPORTED);
        List<ClaimVerdict> four = Claims.check(study.claiming(
                        "ap50(align) > ap50(pool)",
                        "ap75(align) > ap75(pool)",
                        "ap(align) > ap(pool)",
                        "voc07(align) > voc07(pool)")
                .results());
        assertThat(four).extracting(ClaimVerdict::outcome).containsOnly(Outcome.UNDECIDED);
        assertThat(four.getFirst().seen()).as("the single interval").isEqualTo("+3.0 points [+1.0, +5.0], 5 seeds");
        assertThat(four.getFirst().needed()).matches("about [1-9] more seeds?");
    }

    /** Paired differences 20, 1, 2, 3 and 50: the diverged arm does not drop out of its worst seed. */
    @Test
    void aDivergedTrainingCountsAsAccuracyZero() {
        SmallStudy study = new SmallStudy()
                .finished("l2", 1, 0.30)
                .finished("l2", 2, 0.49)
                .finished("l2", 3, 0.48)
                .finished("l2", 4, 0.47)
                .diverged("l2", 5, "loss not finite at step 8");
        for (int seed = 1; seed <= 5; seed++) {
            study.finished("l1", seed, 0.50);
        }
        ClaimVerdict verdict = check(study, "ap50(l1) > ap50(l2)");
        assertThat(verdict.seen())
                .startsWith("+15.2 points [")
                .endsWith("5 seeds, counting 1 diverged training of l2 as AP50 0");
        assertThat(check(study, "ap50(l1) / ap50(l2) > 1").seen())
                .as("the means 50 and 34.8")
                .startsWith("1.44 of the means [")
                .contains("; the ratio is 0 or undefined in 1 of 5 seeds, so tested by l1 - l2: +15.2 points [")
                .endsWith(", 5 seeds, counting 1 diverged training of l2 as AP50 0");
    }

    /** Seven of twelve seeds contradict it, six by diverging and one by finding nothing; five cannot outvote them. */
    @Test
    void aRatioOfZeroIsEvidence() {
        double[] low = {50, 45, 40, 35, 30, 20, 50, 55, 45, 40, 30, 26};
        double[] high = {-1, -1, 24, -1, 10, 0, 11, -1, -1, -1, 10, 15};
        SmallStudy study = new SmallStudy();
        for (int seed = 0; seed < low.length; seed++) {
            study.finished("low", seed, low[seed] / 100);
            if (high[seed] < 0) {
                study.diverged("high", seed, "step 9");
            } else {
                study.finished("high", seed, high[seed] / 100);
            }
        }
        ClaimVerdict verdict = check(study, "ap50(high) / ap50(low) > 0.05");
        // The mean of high is 70 / 12, of low 466 / 12: 5.83 - 0.05 x 38.83 = 3.89 points, s = 7.8.
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(verdict.seen())
                .startsWith("0.15 of the means [")
                .contains("in 7 of 12 seeds, so tested by high - 0.05 low: +3.9 points [")
                .endsWith("12 seeds, counting 6 diverged trainings of high as AP50 0")
                .doesNotContain("unpaired", "left out");
        assertThat(check(study, "ap50(high) / ap50(low) < 0.9").outcome()).isEqualTo(Outcome.SUPPORTED);
        assertThat(check(study, "ap50(low) / ap50(high) > 1").outcome())
                .as("as the difference says")
                .isEqualTo(Outcome.SUPPORTED);
        assertThat(Markdown.of(new Verdict(study.results()).blocks()))
                .contains(
                        "times, the ratio of the means, 95 % interval ",
                        "; the ratio is 0 or undefined in 7 of 12 seeds");
        assertThat(Markdown.of(ClaimsTable.section(study.results()))).contains("Fieller");
    }

    /** Nothing against nothing is equal, so that its difference is 0: a seed like any other. */
    @Test
    void nothingAgainstNothingCounts() {
        SmallStudy study = new SmallStudy();
        for (int seed = 1; seed <= 6; seed++) {
            study.finished("pool", seed, seed == 1 ? 0 : 0.5)
                    .finished("align", seed, seed == 1 ? 0 : 0.5 + 0.02 * seed);
        }
        ClaimVerdict verdict = check(study, "ap50(align) / ap50(pool) > 1");
        assertThat(verdict.seen())
                .contains("tested by align - pool: +6.7 points [")
                .endsWith("], 6 seeds");
        SmallStudy nothing = new SmallStudy();
        for (int seed = 1; seed <= 5; seed++) {
            nothing.finished("pool", seed, 0).finished("align", seed, 0);
        }
        assertThat(check(nothing, "ap50(align) / ap50(pool) > 1").seen())
                .startsWith("0 / 0 of the means; ")
                .contains("0.0 points, equal in all 5 seeds");
    }

    /** What a diverged training counts as is named by the measures in which the claim reads its arm. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ap50(l1) > ap75(l2)                       | 2 diverged trainings of l2 as AP75 0
            ap75(l1) > ap(l2)                         | 2 diverged trainings of l2 as AP 0
            ap50(l1) > ap50(l2)                       | 2 diverged trainings of l2 as AP50 0
            ap50(l1) - ap50(l2) > ap75(l1) - ap75(l2) | 2 diverged trainings of l2 as AP50 0 and AP75 0
            ap50(l2) > ap75(l3)                       | 2 diverged trainings of l2 as AP50 0, 1 diverged training of l3 as AP75 0
            ap50(l2) > ap50(l3)                       | 2 diverged trainings of l2 and 1 of l3 as AP50 0
            """)
    void divergedTrainingsCountInTheMeasuresOfTheirArm(String claim, String counted) {
        SmallStudy study = new SmallStudy();
        for (int seed = 1; seed <= 5; seed++) {
            study.finished("l1", seed, 0.5 + 0.01 * seed);
            if (seed < 4) {
                study.finished("l2", seed, 0.4).finished("l3", seed, 0.3 + 0.01 * seed);
            }
        }
        study.diverged("l2", 4, "step 8").diverged("l2", 5, "step 8");
        study.finished("l3", 4, 0.4).diverged("l3", 5, "step 9").claiming(claim);
        assertThat(Claims.check(study.results()).getFirst().seen()).endsWith("5 seeds, counting " + counted);
        assertThat(Markdown.of(new Verdict(study.results()).blocks())).contains("5 seeds, counting " + counted + ")");
    }

    @Test
    void ofTimesDivergedTrainingsAreLeftOutAndCountedFirst() {
        SmallStudy study = threeSeeds().diverged("align", 4, "step 3").finished("pool", 4, 0.5);
        assertThat(check(study, "train_seconds(align) > train_seconds(pool)").seen())
                .startsWith("1 diverged training of align left out: ");
    }

    /** No quiet machine would decide it. */
    @Test
    void anArmWithoutAFinishedTrialIsTheReasonBeforeABusyMachine() {
        SmallStudy study = new SmallStudy();
        for (int seed = 1; seed <= 5; seed++) {
            study.finished("pool", seed, 0.5).withFact("train_load", "8.00").withFact("train_cores", "2");
            study.diverged("align", seed, "step 3");
        }
        var claim = check(study, "train_seconds(align) > train_seconds(pool)");
        assertThat(claim.seen()).contains("no trial of align has").doesNotContain("busy");
        assertThat(claim.needed()).isEqualTo("finished trials of every arm");
    }

    @Test
    void otherFailuresAreLeftOutAndCountedFirst() {
        SmallStudy study = threeSeeds()
                .failed("align", 4, Status.CRASHED, "out of luck")
                .finished("pool", 4, 0.5)
                .failed("pool", 5, Status.INTERRUPTED, "")
                .failed("pool", 6, Status.OUT_OF_MEMORY, "")
                .failed("align", 6, Status.OUT_OF_MEMORY, "");
        assertThat(check(study, "ap50(align) > ap50(pool)").seen())
                .isEqualTo("1 crashed training of align, 1 out-of-memory training of align and 1 of pool, 1 "
                        + "interrupted training of pool left out: +4.0 points [+1.5, +6.5], 3 seeds");
    }

    @Test
    void aTrainingWithoutAPartnerIsNamed() {
        assertThat(check(threeSeeds().finished("pool", 9, 0.5), "ap50(align) > ap50(pool)")
                        .seen())
                .startsWith("1 unpaired training of pool left out: +4.0 points");
    }

    @Test
    void anArmWithoutResultsLeavesTheClaimOpenAndSaysWhy() {
        ClaimVerdict verdict = check(
                new SmallStudy().finished("pool", 1, 0.5).failed("align", 1, Status.CRASHED, "no luck"),
                "ap50(align) > ap50(pool)");
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(verdict.seen()).isEqualTo("no trial of align has ap50: seed 1: crashed: no luck");
    }

    private static SmallStudy divergences(int seeds, int smooth) {
        SmallStudy study = new SmallStudy();
        for (int seed = 1; seed <= seeds; seed++) {
            study.diverged("l2", seed, "loss not finite at step 8");
            if (seed <= smooth) {
                study.diverged("smooth-l1", seed, "loss not finite at step 9");
            } else {
                study.finished("smooth-l1", seed, 0.5);
            }
        }
        return study;
    }

    /** Four seeds in which they differ, all one way: p = 2 / 16. Six: p = 2 / 64. */
    @Test
    void divergenceIsACountWithAnExactTest() {
        ClaimVerdict five = check(divergences(5, 1), "diverged(l2) > diverged(smooth-l1)");
        assertThat(five.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(five.seen())
                .isEqualTo("5 of 5 against 1 of 5 diverged; they differ in 4 of 5 seeds, exact McNemar test p = 0.13");
        assertThat(five.needed()).isEqualTo("at least 2 more seeds");
        SmallStudy seven = divergences(7, 1);
        assertThat(check(seven, "diverged(l2) > diverged(smooth-l1)").outcome()).isEqualTo(Outcome.SUPPORTED);
        assertThat(check(seven, "diverged(smooth-l1) > diverged(l2)").outcome()).isEqualTo(Outcome.CONTRADICTED);
        assertThat(check(seven, "diverged(l2) >= 50 percent").outcome()).isEqualTo(Outcome.SUPPORTED);
        assertThat(check(seven, "diverged(l2) - diverged(smooth-l1) > 10 points")
                        .outcome())
                .isEqualTo(Outcome.UNDECIDED);
    }

    @Test
    void theReportListsThem() {
        String section = Markdown.of(List.copyOf(ClaimsTable.section(
                threeSeeds().claiming("ap50(align) > ap50(pool)").results())));
        assertThat(section)
                .contains("| ap50(align) > ap50(pool) | **hint for** | +4.0 points")
                .contains("| 0.020 |", "at least 2 more seeds")
                .contains("would reach its level in 80 of 100 repetitions (its power)")
                .contains("\"At least\": fewer cannot decide");
        String decided = Markdown.of(List.copyOf(ClaimsTable.section(
                divergences(7, 1).claiming("diverged(l2) > diverged(smooth-l1)").results())));
        assertThat(decided).contains("**supported**").doesNotContain("Would decide", "power");
    }
}
