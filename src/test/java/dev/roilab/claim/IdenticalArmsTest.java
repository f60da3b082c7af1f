package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.ClaimVerdict.Outcome;
import dev.roilab.report.document.Markdown;
import dev.roilab.report.table.DifferenceTable;
import dev.roilab.report.text.Verdict;
import dev.roilab.result.StudyResults;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdenticalArmsTest {
    /** Two arms of five seeds, each with the weights of its seed. */
    private static StudyResults study(String lastWeights, String claim) {
        return study("detections", lastWeights, claim);
    }

    private static StudyResults study(String findings, String lastWeights, String claim) {
        var study = new SmallStudy().claiming(claim);
        for (String arm : List.of("align", "pool")) {
            for (int seed = 1; seed <= 5; seed++) {
                String weights = arm.equals("pool") && seed == 5 ? lastWeights : "w" + seed;
                study.finished(arm, seed, 0.5 + 0.01 * seed)
                        .withFact("weights_sha256", weights)
                        .withFact(findings + "_sha256", "d" + seed);
            }
        }
        return study.results();
    }

    @Test
    void armsThatAreOneToTheBitAreNoEvidence() {
        StudyResults same = study("w5", "ap50(align) - ap50(pool) <= 1 points");
        assertThat(IdenticalArms.groups(Arm.of(same))).containsExactly(List.of("align", "pool"));
        ClaimVerdict verdict = Claims.check(same).getFirst();
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(verdict.seen())
                .isEqualTo("the same weights and the same detections to the bit in all 5 seeds: what differs between"
                        + " their settings decided nothing");
    }

    /** AP50 is 20 points above AP75 in every seed: one arm is always itself, and its two measures are not. */
    @Test
    void twoMeasuresOfOneArmAreJudged() {
        assertThat(seen("ap50(align) > ap75(align)")).startsWith("+20.0 points, equal in all 5 seeds");
        assertThat(seen("ap50(align) / ap75(align) > 1.2")).startsWith("1.61 [1.5");
        assertThat(seen("ap50(align) / ap50(pool) > 1.2")).startsWith("the same weights");
        assertThat(seen("ap50(align) - ap50(pool) > ap75(align) - ap75(pool)")).startsWith("the same weights");
    }

    private static String seen(String claim) {
        return Claims.check(study("w5", claim)).getFirst().seen();
    }

    /** A task names what it finds itself. */
    @Test
    void armsOfAnotherTaskAreHeldByWhatItFinds() {
        StudyResults masks = study("masks", "w5", "ap50(align) - ap50(pool) <= 1 points");
        assertThat(IdenticalArms.groups(Arm.of(masks))).containsExactly(List.of("align", "pool"));
        assertThat(Claims.check(masks).getFirst().seen())
                .startsWith("the same weights and the same masks to the bit in all 5 seeds: ");
        StudyResults other = study("masks", "x5", "ap50(align) - ap50(pool) <= 1 points");
        assertThat(IdenticalArms.groups(Arm.of(other))).isEmpty();
    }

    /** One seed or five: nothing that differs was measured, and nothing would be. */
    @Test
    void moreSeedsOfSuchArmsDecideNothing() {
        for (int seeds : new int[] {1, 5}) {
            var study = new SmallStudy();
            for (String arm : List.of("align", "pool")) {
                for (int seed = 1; seed <= seeds; seed++) {
                    study.finished(arm, seed, 0.5 + 0.01 * seed)
                            .withFact("weights_sha256", "w" + seed)
                            .withFact("detections_sha256", "d" + seed);
                }
            }
            StudyResults same = study.results();
            String table = Markdown.of(new DifferenceTable(same, new Replicates(same)).blocks());
            assertThat(table)
                    .contains(" none: the same |", "arms that are the same to the bit are told apart by no number")
                    .doesNotContain("at least 5");
            assertThat(new Verdict(same).sentence())
                    .isEqualTo("pool and align are the same to the bit in "
                            + (seeds == 1 ? "the single seed" : "all 5 seeds")
                            + ", so that more seeds would decide nothing.");
        }
    }

    @Test
    void oneSeedThatDiffersMakesThemTwo() {
        StudyResults other = study("x5", "ap50(align) - ap50(pool) <= 1 points");
        assertThat(IdenticalArms.groups(Arm.of(other))).isEmpty();
        assertThat(Claims.check(other).getFirst().seen()).startsWith("0.0 points, equal in all 5 seeds");
    }
}
