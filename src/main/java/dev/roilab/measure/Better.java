package dev.roilab.measure;

/** Which values of a measure are wished for; only where one side is may anything be called better or worse. */
public enum Better {
    HIGHER,
    LOWER,
    /** Sizes, counts, shares of something kept: larger or smaller, neither of which is better as such. */
    NEITHER;

    /** Whether a difference goes the way that is wished for. */
    public boolean improves(double difference) {
        return this == HIGHER ? difference > 0 : this == LOWER && difference < 0;
    }
}
