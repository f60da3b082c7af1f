package dev.roilab.data.shapes;

/** The seed of each synthetic picture, of its data set's seed, its split and its index alone. */
final class PictureSeeds {
    private PictureSeeds() {}

    /** Of a split; {@link #of} a picture of it. */
    static long ofSplit(long seed, String split) {
        // hashCode of a string is fixed by the language's specification.
        return scramble(scramble(seed) + split.hashCode());
    }

    /** @param index of the picture in its split, from 0 */
    static long of(long split, int index) {
        return scramble(split + index);
    }

    /**
     * Spreads neighbouring numbers over all 64 bits (the finaliser of MurmurHash3). SplittableRandom adds a constant to
     * its seed at each step: without this, seeds that differ by that constant would share their streams.
     */
    private static long scramble(long value) {
        long z = value;
        z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }
}
