package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.ClaimVerdict.Outcome;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed beside a threshold tells on which side of it the results lie. */
class ClaimDigitsTest {
    private static ClaimVerdict check(SmallStudy study, String claim) {
        return Claims.check(study.claiming(claim).results()).getFirst();
    }

    /** Five ratios, all near 1.1: the mean of their logarithms and both ends lie on known sides of the threshold. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            >= 1.1    | UNDECIDED    | 1.10000 [1.09995, 1.10005], 5 seeds
            >= 1.09   | SUPPORTED    | 1.10 [1.10, 1.10], 5 seeds
            >= 1.1002 | CONTRADICTED | 1.1000 [1.1000, 1.1001], 5 seeds
            """)
    void theIntervalIsPrintedSoThatItsSideOfTheThresholdIsSeen(String bound, Outcome outcome, String seen) {
        SmallStudy study = new SmallStudy();
        double[] ratios = {1.09995, 1.10005, 1.1, 1.09998, 1.10003};
        for (int seed = 1; seed <= 5; seed++) {
            study.finished("pool", seed, 0.5).finished("align", seed, 0.5 * ratios[seed - 1]);
        }
        ClaimVerdict verdict = check(study, "ap50(align) / ap50(pool) " + bound);
        assertThat(verdict.outcome()).isEqualTo(outcome);
        // The ratios' deviation is 0.0000396, t(4) = 2.776, root of five: half the interval is 0.0000492.
        assertThat(verdict.seen()).isEqualTo(seen);
    }

    /** A number that is 0.4996 was printed as the 0.50 that it is not. */
    @Test
    void anExactNumberIsPrintedAsWhatItIs() {
        MeasureInfo depth =
                new MeasureInfo("depth", "depth", "depth", MeasureUnit.NUMBER, Better.NEITHER, Prominence.DETAIL, "");
        SmallStudy study = new SmallStudy().declaring(depth.exactly(true));
        for (int seed = 1; seed <= 2; seed++) {
            study.finishedWith("small", seed, 0.5, "depth", 0.4998).finishedWith("large", seed, 0.5, "depth", 1.0);
        }
        ClaimVerdict ratio = check(study, "depth(small) / depth(large) >= 0.5");
        assertThat(ratio.outcome()).isEqualTo(Outcome.CONTRADICTED);
        assertThat(ratio.seen()).isEqualTo("0.4998, exact: equal in every seed");
        assertThat(check(study, "depth(small) >= 0.5").seen()).isEqualTo("0.4998, exact: equal in every seed");
        assertThat(check(study, "depth(small) >= 0.4").seen()).isEqualTo("0.500, exact: equal in every seed");
    }

    /** One of five ratios has no logarithm; that of the means is (0.7 + 0.6 + 0.5998 + 0.5997) / 2.5. */
    @Test
    void aRatioOfMeansIsPrintedAsWhatItIs() {
        SmallStudy study = new SmallStudy();
        double[] above = {0, 0.7, 0.6, 0.5998, 0.5997};
        for (int seed = 1; seed <= 5; seed++) {
            study.finished("pool", seed, 0.5).finished("align", seed, above[seed - 1]);
        }
        assertThat(check(study, "ap50(align) / ap50(pool) > 1").seen()).startsWith("0.9998 of the means; ");
    }
}
