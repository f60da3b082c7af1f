package dev.roilab.report;

import dev.roilab.experiment.Claim;

/**
 * What the results say about a claim.
 *
 * @param seen the estimate with its 95 % interval over seeds, or why there is none
 * @param needed what would decide; empty unless undecided
 */
public record ClaimVerdict(Claim claim, Outcome outcome, String seen, String needed) {
    /** Whether the interval lies where the claim says, elsewhere, or on both sides. */
    public enum Outcome {
        SUPPORTED,
        CONTRADICTED,
        UNDECIDED
    }
}
