package dev.roilab.tensor.cpu;

import java.util.Arrays;

/**
 * The greatest value of each channel over a window's cells, and the first cell that holds it: the inner loops of
 * RoIPool. Values are {@link OrderedBits}; four cells a pass, so that the results are loaded less often.
 */
final class WindowMaximum {
    private final int[] maximum;
    private final int[] winner;
    private int[][] values = new int[64][];
    private int[] cells = new int[64];
    private int count;

    WindowMaximum(int channels) {
        maximum = new int[channels];
        winner = new int[channels];
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

    /**
     * The maxima of the cells appended; valid until the next call. Where four cells are too many, the last counts
     * again.
     */
    int[] maximum() {
        assign(cellAt(0), cellAt(1), cellAt(2), cellAt(3));
        for (int index = 4; index < count; index += 4) {
            raise(cellAt(index), cellAt(index + 1), cellAt(index + 2), cellAt(index + 3));
        }
        return maximum;
    }

    private int[] cellAt(int index) {
        return values[Math.min(index, count - 1)];
    }

    private void assign(int[] a, int[] b, int[] c, int[] d) {
        for (int channel = 0; channel < maximum.length; channel++) {
            int ab = Math.max(a[channel], b[channel]);
            int cd = Math.max(c[channel], d[channel]);
            maximum[channel] = Math.max(ab, cd);
        }
    }

    private void raise(int[] a, int[] b, int[] c, int[] d) {
        for (int channel = 0; channel < maximum.length; channel++) {
            int ab = Math.max(a[channel], b[channel]);
            int cd = Math.max(c[channel], d[channel]);
            maximum[channel] = Math.max(maximum[channel], Math.max(ab, cd));
        }
    }

    /** The first cell that holds each maximum, after {@link #maximum}; valid until the next call. */
    int[] winner() {
        Arrays.fill(winner, Integer.MAX_VALUE);
        for (int index = 0; index < count; index += 2) {
            find(cellAt(index), cells[index], cellAt(index + 1), cells[Math.min(index + 1, count - 1)]);
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
