package dev.roilab.claim;

import dev.roilab.study.formula.Claim;
import java.util.Locale;

/**
 * What the results say about a claim.
 *
 * @param seen the estimate with its single 95 % interval over seeds, or why there is none
 * @param needed what would decide; empty where it is decided
 */
public record ClaimVerdict(Claim claim, Outcome outcome, String seen, String needed) {
    /** Whether the seeds agree with the claim, speak against it, or neither. */
    public enum Outcome {
        SUPPORTED,
        CONTRADICTED,
        /** As if supported, but from two to four seeds. */
        HINT_FOR,
        /** As if contradicted, but from two to four seeds. */
        HINT_AGAINST,
        UNDECIDED;

        /** As reports and {@code check} print it. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** Whether two to four seeds agree with the claim or speak against it. */
        public boolean isHint() {
            return this == HINT_FOR || this == HINT_AGAINST;
        }

        /** Whether the results lie on the claim's side; of an undecided claim neither does. */
        boolean agrees() {
            return this == SUPPORTED || this == HINT_FOR;
        }
    }
}
