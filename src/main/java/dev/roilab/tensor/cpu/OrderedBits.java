package dev.roilab.tensor.cpu;

/**
 * Floats as integers in the same order: the bits of a negative number are turned over. Integers have vector
 * instructions for the maximum and, without a branch, for "which was it"; floats have neither that Java can reach.
 * Minus zero becomes zero, so that the two are equal as they are among floats.
 */
final class OrderedBits {
    private OrderedBits() {}

    /** Float bits to ordered integers, in place. */
    static void encode(int[] bits) {
        for (int index = 0; index < bits.length; index++) {
            int bit = bits[index];
            int ordered = bit ^ ((bit >> 31) & Integer.MAX_VALUE);
            // Minus zero is -1 here: the only value for which ordered + 1 is 0.
            int next = ordered + 1;
            int other = (next | -next) >> 31;
            bits[index] = ordered & other;
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
