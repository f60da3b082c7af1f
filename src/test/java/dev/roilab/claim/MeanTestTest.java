package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.statistics.MeanEstimate;
import dev.roilab.study.formula.ClaimFormula;
import dev.roilab.study.formula.ClaimFormula.Relation;
import dev.roilab.study.formula.ClaimFormula.Term;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeanTestTest {
    private static final ClaimFormula HIGHER = new ClaimFormula(
            false,
            List.of(
                    new Term(1, "ap", Map.of(SmallStudy.ROI, "align")),
                    new Term(-1, "ap", Map.of(SmallStudy.ROI, "pool"))),
            Relation.ABOVE,
            0);

    /** @param gains of align over pool, points, by seed */
    private static String needed(double... gains) {
        List<Double> values = Arrays.stream(gains).boxed().toList();
        var nobody = new Witnesses(List.of(), List.of());
        var comparison = new Comparison(MeanEstimate.of(values), Set.of(1), nobody, false, "combinations");
        return new MeanTest(HIGHER, SmallStudy.measure("ap"), comparison, Optional.empty()).needed(0.05);
    }

    /** Clear ones lack seeds, unclear ones lack as many as SeedsNeeded says, and no fewer than five in all. */
    @Test
    void saysWhatWouldDecide() {
        assertThat(needed(4)).isEqualTo("at least 4 more seeds");
        assertThat(needed(3, 4, 5)).as("p = 0.02").isEqualTo("at least 2 more seeds");
        assertThat(needed(3, 5)).as("p = 0.16, and four would do").isEqualTo("about 3 more seeds");
        assertThat(needed(0, 1, 2)).as("p = 0.23, and ten would do").isEqualTo("about 7 more seeds");
        assertThat(needed(3, 4, 5, 4, 4)).isEqualTo("about 1 more seed");
        assertThat(needed(1, -1, 0.01)).isEqualTo("over 1000 seeds");
        assertThat(needed(2, 2, 2)).isEqualTo("seeds whose results differ");
    }
}
