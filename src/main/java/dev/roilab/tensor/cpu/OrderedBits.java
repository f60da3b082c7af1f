package dev.roilab.tensor.cpu;

/**
 * Floats as integers in the same order: the bits of a negative number are turned over. Integers have vector
 * instructions for the maximum and, without a branch, for "which was it"; floats have neither that Java can reach.
 * Minus zero becomes zero, so that the two are equal as they are among floats. NaN is greater than infinity, and a
 * later NaN greater than an earlier one, as in PyTorch's pooling.
 */
final class OrderedBits {
    /** The least bits of a NaN without sign that stays a NaN in 16 bits. */
    private static final int NAN = 0x7fc00000;

    /** NaN has room for so many numbers. */
    private static final int LAST_PLACE = 0x3fffff;

    private OrderedBits() {}

    /**
     * Float bits to ordered integers, in place.
     *
     * @param place among those that are compared
     */
    static void encode(int[] bits, int place) {
        int named = NAN + Math.min(place, LAST_PLACE);
        for (int index = 0; index < bits.length; index++) {
            int bit = bits[index];
            int ordered = bit ^ ((bit >> 31) & Integer.MAX_VALUE);
            // Minus zero is -1 here: the only value for which ordered + 1 is 0.
            int next = ordered + 1;
            int other = (next | -next) >> 31;
            int nan = (NonFinite.INFINITY - (bit & Integer.MAX_VALUE)) >> 31;
            bits[index] = (ordered & other & ~nan) | (named & nan);
        }
    }

    /** Ordered integers to float bits, in place. */
    static void decode(int[] ordered) {
        for (int index = 0; index < ordered.length; index++) {
            int value = ordered[index];
            ordered[index] = value ^ ((value >> 31) & Integer.MAX_VALUE);
        }
    }
}
