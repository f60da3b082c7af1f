package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.report.ClaimVerdict.Outcome;
import dev.roilab.report.document.Markdown;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    @Test
    void isSupportedWhereTheWholeIntervalAgrees() {
        ClaimVerdict verdict = check(threeSeeds(), "ap50(align) > ap50(pool)");
        assertThat(verdict.outcome()).isEqualTo(Outcome.SUPPORTED);
        assertThat(verdict.seen()).isEqualTo("+4.0 points [+1.5, +6.5], 3 seeds");
        assertThat(verdict.needed()).isEmpty();
    }

    @Test
    void isContradictedWhereTheWholeIntervalDisagrees() {
        assertThat(check(threeSeeds(), "ap50(align) < ap50(pool)").outcome()).isEqualTo(Outcome.CONTRADICTED);
        assertThat(check(threeSeeds(), "ap50(align) - ap50(pool) >= 7 points").outcome())
                .isEqualTo(Outcome.CONTRADICTED);
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
        assertThat(verdict.needed()).isEqualTo("at least one more seed");
    }

    @Test
    void comparesRatiosAndLevels() {
        assertThat(check(threeSeeds(), "train_seconds(pool) / train_seconds(align) >= 1")
                        .outcome())
                .isEqualTo(Outcome.SUPPORTED);
        ClaimVerdict ratio = check(threeSeeds(), "ap50(align) / ap50(pool) > 1.2");
        assertThat(ratio.outcome()).isEqualTo(Outcome.CONTRADICTED);
        assertThat(ratio.seen()).startsWith("1.08 [");
        assertThat(check(threeSeeds(), "ap50(pool) >= 40 percent").outcome()).isEqualTo(Outcome.SUPPORTED);
    }

    @Test
    void anArmWithoutResultsLeavesTheClaimOpenAndSaysWhy() {
        ClaimVerdict verdict = check(
                new SmallStudy().finished("pool", 1, 0.5).diverged("align", 1, "loss not finite at step 812"),
                "ap50(align) > ap50(pool)");
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(verdict.seen()).isEqualTo("no trial of (align) has ap50: diverged @ 812");
    }

    @Test
    void divergenceItselfCanBeClaimed() {
        SmallStudy study = new SmallStudy()
                .diverged("l2", 1, "loss not finite at step 8")
                .diverged("l2", 2, "loss not finite at step 9")
                .finished("smooth-l1", 1, 0.5)
                .finished("smooth-l1", 2, 0.5);
        assertThat(check(study, "diverged(l2) > diverged(smooth-l1)").outcome()).isEqualTo(Outcome.SUPPORTED);
        assertThat(check(study, "diverged(smooth-l1) >= 50 percent").outcome()).isEqualTo(Outcome.CONTRADICTED);
    }

    @Test
    void theReportListsThem() {
        String section = Markdown.of(List.copyOf(
                Claims.section(threeSeeds().claiming("ap50(align) > ap50(pool)").results())));
        assertThat(section).contains("| ap50(align) > ap50(pool) | **supported** | +4.0 points");
    }
}
