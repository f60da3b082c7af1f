package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.study.formula.ClaimFormula;
import dev.roilab.study.formula.ClaimFormula.Relation;
import dev.roilab.study.formula.ClaimFormula.Term;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountTestTest {
    private static final Witnesses NONE = new Witnesses(List.of(), List.of());

    private static Term term(double factor, String arm) {
        return new Term(factor, "diverged", Map.of(SmallStudy.ROI, arm));
    }

    /** One arm of which some of four trainings diverged, against a share in percent. */
    private static CountTest share(int diverged, double percent) {
        var formula = new ClaimFormula(false, List.of(term(1, "pool")), Relation.ABOVE, percent);
        return new CountTest(formula, List.of(diverged), List.of(4), 4, 0, 0, NONE);
    }

    /** Two arms, and the seeds in which either diverged more often. */
    private static CountTest pair(int first, int second) {
        var formula = new ClaimFormula(false, List.of(term(1, "pool"), term(-1, "align")), Relation.ABOVE, 0);
        return new CountTest(formula, List.of(first, second), List.of(6, 6), 6, first, second, NONE);
    }

    @Test
    void aShareIsFrom0To100Percent() {
        assertThat(share(0, 0).pValue()).isEqualTo(1);
        assertThat(share(4, 100).pValue()).isEqualTo(1);
        assertThat(share(4, 50).pValue()).isCloseTo(2.0 / 16, within(1e-12));
        assertThat(share(4, -1).pValue()).isNaN();
        assertThat(share(4, 101).pValue()).isNaN();
    }

    @Test
    void whatEqualsTheThresholdIsNotAboveIt() {
        assertThat(share(2, 50).above()).isFalse();
        assertThat(share(3, 50).above()).isTrue();
        assertThat(pair(2, 2).above()).isFalse();
        assertThat(pair(3, 2).above()).isTrue();
        assertThat(pair(2, 3).above()).isFalse();
    }

    @Test
    void pairsAreTestedBySeedsInWhichTheyDiffer() {
        assertThat(pair(5, 0).pValue()).isCloseTo(2.0 / 32, within(1e-12));
        assertThat(pair(5, 0).needed(0.05)).isEqualTo("at least 1 more seed");
        assertThat(share(4, 50).needed(0.05)).isEqualTo("more seeds");
    }
}
