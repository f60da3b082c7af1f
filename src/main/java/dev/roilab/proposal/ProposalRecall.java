package dev.roilab.proposal;

import java.util.OptionalDouble;

/**
 * How many objects some proposal meets (Hosang et al., What makes for effective detection proposals?, TPAMI 2016). A
 * detector can hardly find the others. Difficult objects do not count; an object's class does not matter.
 *
 * @param objects that there are
 * @param met those that a proposal overlaps enough
 */
public record ProposalRecall(int objects, int met) {
    /** The part of the objects that are met; empty if there are none. */
    public OptionalDouble value() {
        return objects == 0 ? OptionalDouble.empty() : OptionalDouble.of(met / (double) objects);
    }
}
