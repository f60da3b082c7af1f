package dev.roilab.report;

/** Which values of a measure are wished for; only where this is known may anything be called better or worse. */
enum Direction {
    HIGHER,
    LOWER,
    /** Sizes, counts, shares of something kept: larger or smaller, neither of which is better as such. */
    UNKNOWN;

    /** Whether a difference goes the way that is wished for. */
    boolean improves(double difference) {
        return this == HIGHER ? difference > 0 : this == LOWER && difference < 0;
    }
}
