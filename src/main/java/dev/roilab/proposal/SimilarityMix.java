package dev.roilab.proposal;

/** Which similarities of two regions are summed (Uijlings et al., IJCV 2013, section 3.2, equation 5). */
record SimilarityMix(boolean colour, boolean texture, boolean size, boolean fill) {
    static final SimilarityMix ALL = new SimilarityMix(true, true, true, true);
    static final SimilarityMix WITHOUT_COLOUR = new SimilarityMix(false, true, true, true);
    static final SimilarityMix FILL = new SimilarityMix(false, false, false, true);
    static final SimilarityMix SIZE = new SimilarityMix(false, false, true, false);

    /** Whether it needs histograms. */
    boolean looksAtPixels() {
        return colour || texture;
    }
}
