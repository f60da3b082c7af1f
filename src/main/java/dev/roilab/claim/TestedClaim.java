package dev.roilab.claim;

import dev.roilab.claim.ClaimVerdict.Outcome;
import dev.roilab.study.formula.Claim;
import dev.roilab.study.formula.ClaimFormula;
import java.util.List;
import java.util.Map;

/**
 * A claim that could be read and whose arms have results.
 *
 * @param where label by varied path that it is restricted to
 * @param sides one a term of the formula
 * @param adjusted p value with Holm's correction for all claims of the study
 */
public record TestedClaim(
        Claim claim,
        ClaimFormula formula,
        Map<String, String> where,
        List<Pairs.Side> sides,
        ClaimTest test,
        double adjusted,
        Outcome outcome) {

    TestedClaim decided(double corrected) {
        return new TestedClaim(claim, formula, where, sides, test, corrected, outcome(corrected));
    }

    private Outcome outcome(double corrected) {
        if (test instanceof ExactComparison exact) {
            return exact.holds() ? Outcome.SUPPORTED : Outcome.CONTRADICTED;
        }
        if (!(corrected <= Comparison.LEVEL)) {
            return Outcome.UNDECIDED;
        }
        boolean agrees = test.above() == formula.relation().upward();
        if (test.seeds() < Comparison.ENOUGH_SEEDS) {
            return agrees ? Outcome.HINT_FOR : Outcome.HINT_AGAINST;
        }
        return agrees ? Outcome.SUPPORTED : Outcome.CONTRADICTED;
    }

    /** Whether the claim would be decided if it were the study's only one. */
    public boolean failsByCorrectionOnly() {
        return outcome == Outcome.UNDECIDED && test.pValue() <= Comparison.LEVEL;
    }
}
