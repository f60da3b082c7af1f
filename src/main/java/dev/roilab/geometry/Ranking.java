package dev.roilab.geometry;

/** Orders by score. */
public final class Ranking {
    private static final int DIGITS = Long.BYTES;
    private static final int VALUES = 1 << Byte.SIZE;

    private Ranking() {}

    /**
     * The indices of the scores from the highest to the lowest, those that are NaN at the end; equal scores keep their
     * order, and so do those that are NaN. A radix sort, byte by byte from the last: the library sorts primitive values
     * only, and comparing tens of thousands of anchors costs more than all else that makes proposals of them. Bytes
     * that all scores share, such as the last three of any that were of 32 bits, cost nothing.
     */
    public static int[] descending(double[] scores) {
        int count = scores.length;
        long[] keys = new long[count];
        int[] order = new int[count];
        int[][] counts = new int[DIGITS][VALUES];
        for (int index = 0; index < count; index++) {
            keys[index] = key(scores[index]);
            order[index] = index;
            for (int digit = 0; digit < DIGITS; digit++) {
                counts[digit][value(keys[index], digit)]++;
            }
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            if (count > 0 && counts[digit][value(keys[0], digit)] < count) {
                order = sorted(keys, order, digit, starts(counts[digit]));
            }
        }
        return order;
    }

    /** Rises, without a sign, where scores fall. Both zeros have the same. */
    private static long key(double score) {
        if (Double.isNaN(score)) {
            return -1;
        }
        long bits = Double.doubleToRawLongBits(score + 0.0);
        return bits < 0 ? bits : bits ^ Long.MAX_VALUE;
    }

    private static int value(long key, int digit) {
        return (int) (key >>> (digit * Byte.SIZE)) & (VALUES - 1);
    }

    /** Where the first of each value goes. */
    private static int[] starts(int[] counts) {
        int[] starts = new int[VALUES];
        for (int value = 1; value < VALUES; value++) {
            starts[value] = starts[value - 1] + counts[value - 1];
        }
        return starts;
    }

    /** The indices by one digit of their keys, otherwise in the order that they have. */
    private static int[] sorted(long[] keys, int[] order, int digit, int[] starts) {
        int[] sorted = new int[order.length];
        for (int index : order) {
            sorted[starts[value(keys[index], digit)]++] = index;
        }
        return sorted;
    }
}
