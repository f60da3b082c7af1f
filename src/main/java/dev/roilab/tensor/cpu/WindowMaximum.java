package dev.roilab.tensor.cpu;

import java.util.Arrays;

/**
 * The greatest value of each channel over a window's cells, and the first cell that holds it: the inner loops of
 * RoIPool. Values are {@link OrderedBits}; up to four cells a pass, so that the results are loaded less often.
 */
final class WindowMaximum {
    private static final int[] NOTHING = {};

    private final int[] maximum;
    private final int[] winner;
    private int[][] values = new int[64][];
    private int[] cells = new int[64];
    private int count;

    WindowMaximum(int channels) {
        maximum = new int[channels];
        winner = new int[channels];
        Arrays.fill(values, NOTHING);
    }

    void clear() {
        count = 0;
    }

    /** @param cell rising from one call to the next */
    void append(int cell, int[] channels) {
        if (count == cells.length) {
            cells = Arrays.copyOf(cells, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        cells[count] = cell;
        values[count++] = channels;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The maxima of the cells appended; valid until the next call. */
    int[] maximum() {
        Arrays.fill(maximum, Integer.MIN_VALUE);
        int index = 0;
        for (; index + 4 <= count; index += 4) {
            raise(values[index], values[index + 1], values[index + 2], values[index + 3]);
        }
        if (index + 2 <= count) {
            raise(values[index], values[index + 1]);
            index += 2;
        }
        if (index < count) {
            raise(values[index], values[index]);
        }
        return maximum;
    }

    private void raise(int[] a, int[] b, int[] c, int[] d) {
        for (int channel = 0; channel < maximum.length; channel++) {
            int ab = Math.max(a[channel], b[channel]);
            int cd = Math.max(c[channel], d[channel]);
            maximum[channel] = Math.max(maximum[channel], Math.max(ab, cd));
        }
    }

    private void raise(int[] a, int[] b) {
        for (int channel = 0; channel < maximum.length; channel++) {
            maximum[channel] = Math.max(maximum[channel], Math.max(a[channel], b[channel]));
        }
    }

    /** The first cell that holds each maximum, after {@link #maximum}; valid until the next call. */
    int[] winner() {
        Arrays.fill(winner, Integer.MAX_VALUE);
        int index = 0;
        for (; index + 2 <= count; index += 2) {
            find(values[index], cells[index], values[index + 1], cells[index + 1]);
        }
        if (index < count) {
            find(values[index], cells[index], values[index], cells[index]);
        }
        return winner;
    }

    /** Cells come in rising order, so the smallest index is the first of equals. */
    private void find(int[] a, int cellA, int[] b, int cellB) {
        for (int channel = 0; channel < winner.length; channel++) {
            int differenceA = maximum[channel] ^ a[channel];
            int differenceB = maximum[channel] ^ b[channel];
            int notA = (differenceA | -differenceA) >> 31;
            int notB = (differenceB | -differenceB) >> 31;
            int first = Math.min(cellA | (notA & Integer.MAX_VALUE), cellB | (notB & Integer.MAX_VALUE));
            winner[channel] = Math.min(winner[channel], first);
        }
    }
}
