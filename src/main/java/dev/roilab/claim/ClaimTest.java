package dev.roilab.claim;

/** A claim put to the test by a number of seeds. */
public sealed interface ClaimTest permits MeanTest, CountTest, ExactComparison {
    /** Two-sided, uncorrected; not a number where nothing can be tested. */
    double pValue();

    /** Whether what was seen lies above the claim's threshold. */
    boolean above();

    /** How many seeds have a say. */
    int seeds();

    /** What was seen, for a table. */
    String seen();

    /**
     * What would decide the claim, which is open.
     *
     * @param level that its p value must reach
     */
    String needed(double level);

    /** What has a say: seeds, or of test times processes. */
    default String noun(int count) {
        return count == 1 ? "seed" : "seeds";
    }

    /** Such as {@code at least 3 more seeds}. */
    default String more(String about, int count) {
        return about + " " + count + " more " + noun(count);
    }
}
