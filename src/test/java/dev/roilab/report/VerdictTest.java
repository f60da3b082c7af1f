package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {
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
        assertThat(new Verdict(study.results()).paragraph())
                .startsWith("**Verdict.** align against pool: AP50 better "
                        + "(+4.0 points, 95 % interval +1.5 to +6.5); AP better")
                .contains("(3 pairs).")
                .contains("With 3 seeds this is a hint, not a proof.");
    }

    @Test
    void saysWorseForANegativeDifference() {
        SmallStudy study = new SmallStudy()
                .finished("pool", 1, 0.50)
                .finished("pool", 2, 0.51)
                .finished("align", 1, 0.40)
                .finished("align", 2, 0.41);
        assertThat(new Verdict(study.results()).paragraph()).contains("AP50 worse (-10.0 points");
    }

    @Test
    void showsNoDifferenceWithASinglePairHoweverLarge() {
        SmallStudy study = new SmallStudy()
                .finished("pool", 1, 0.20)
                .finished("pool", 2, 0.20)
                .finished("align", 1, 0.90)
                .diverged("align", 2, "diverged @ step 3");
        assertThat(new Verdict(study.results()).paragraph())
                .contains("AP50 no difference shown (+70.0 points, a single pair)");
    }

    @Test
    void showsNoDifferenceWhereNothingFinished() {
        SmallStudy study = new SmallStudy().finished("pool", 1, 0.2).diverged("align", 1, "diverged @ step 3");
        assertThat(new Verdict(study.results()).paragraph())
                .contains("align against pool: no difference shown (no seed finished on both sides).");
    }

    @Test
    void comparesNothingWhereOnlyTheSeedVaries() {
        SmallStudy study = new SmallStudy().finished("pool", 1, 0.2).finished("pool", 2, 0.3);
        assertThat(new Verdict(study.results()).paragraph()).contains("Nothing to compare");
    }

    @Test
    void sumsUpManyValuesInsteadOfListingThem() {
        SmallStudy study = new SmallStudy();
        for (int value = 0; value < 6; value++) {
            double gain = value == 3 ? 0.1 : 0;
            study.finished("r" + value, 1, 0.5 + gain).finished("r" + value, 2, 0.5 + gain);
        }
        assertThat(new Verdict(study.results()).paragraph())
                .contains("r3 against r0: AP50 better")
                .contains("1 of 5 values differ from r0 in AP50 or AP; for the others no difference shown")
                .contains("not corrected for the 5 comparisons")
                .doesNotContain("r4 against");
    }
}
