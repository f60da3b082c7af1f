package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.report.document.Markdown;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static String paragraph(SmallStudy study) {
        return Markdown.of(new Verdict(study.results()).blocks());
    }

    /** Differences 3, 4 and 5 points: mean 4, interval 4 ± 2.48. */
    @Test
    void saysBetterWhereTheIntervalExcludesZero() {
        SmallStudy study = new SmallStudy()
                .finished("pool", 1, 0.50)
                .finished("pool", 2, 0.51)
                .finished("pool", 3, 0.52)
                .finished("align", 3, 0.57)
                .finished("align", 1, 0.53)
                .finished("align", 2, 0.55);
        assertThat(paragraph(study))
                .startsWith("**Verdict.** align is better than pool in AP, by 4.0 points "
                        + "(95 % interval +1.5 to +6.5, 3 seeds).\n")
                .contains("With 3 seeds this is a hint, not a proof.");
    }

    @Test
    void saysWorseForANegativeDifference() {
        SmallStudy study = new SmallStudy()
                .finished("pool", 1, 0.50)
                .finished("pool", 2, 0.51)
                .finished("align", 1, 0.40)
                .finished("align", 2, 0.41);
        assertThat(paragraph(study)).contains("align is worse than pool in AP, by 10.0 points");
    }

    @Test
    void showsNoDifferenceWithASinglePairHoweverLarge() {
        SmallStudy study = new SmallStudy()
                .finished("pool", 1, 0.30)
                .finished("pool", 2, 0.30)
                .finished("align", 1, 0.90)
                .diverged("align", 2, "diverged @ step 3");
        assertThat(paragraph(study))
                .contains("No difference shown between align and pool in AP (+60.0 points, but from a single seed)");
    }

    @Test
    void showsNoDifferenceWhereNoSeedFinishedOnBothSides() {
        SmallStudy study = new SmallStudy()
                .finished("pool", 1, 0.5)
                .diverged("pool", 2, "diverged @ step 3")
                .diverged("align", 1, "diverged @ step 3")
                .finished("align", 2, 0.5);
        assertThat(paragraph(study))
                .contains("No difference shown between align and pool in AP (no seed finished on both sides).");
    }

    @Test
    void comparesNothingWithAnArmThatHasNoResult() {
        SmallStudy study = new SmallStudy().finished("pool", 1, 0.5).diverged("align", 1, "diverged @ step 3");
        assertThat(paragraph(study)).contains("Verdict.** align has no AP (diverged @ 3).");
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
            double gain = value == 3 ? 0.1 : 0;
            study.finished("r" + value, 1, 0.5 + gain).finished("r" + value, 2, 0.5 + gain);
        }
        assertThat(paragraph(study))
                .contains(
                        "1 of 5 values differ from r0 in AP, for the others no difference shown; r3 is better than r0")
                .contains("not corrected for the 5 comparisons")
                .doesNotContain("r4");
    }
}
