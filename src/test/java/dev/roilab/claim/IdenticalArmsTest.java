package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.ClaimVerdict.Outcome;
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

    @Test
    void oneSeedThatDiffersMakesThemTwo() {
        StudyResults other = study("x5", "ap50(align) - ap50(pool) <= 1 points");
        assertThat(IdenticalArms.groups(Arm.of(other))).isEmpty();
        assertThat(Claims.check(other).getFirst().seen()).startsWith("0.0 points, equal in all 5 seeds");
    }
}
