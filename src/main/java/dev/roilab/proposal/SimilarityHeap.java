package dev.roilab.proposal;

import java.util.Arrays;

/**
 * Pairs of regions by similarity: the most similar first; of equally similar ones the pair that was added first. A
 * binary heap of longs, similarity above and the pair's number, inverted, below, so that one comparison decides both.
 */
final class SimilarityHeap {
    private long[] entries;
    private int size;
    private int added;

    SimilarityHeap(int capacity) {
        entries = new long[Math.max(1, capacity)];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a pair; pairs are numbered from 0 in the order in which they are added. */
    void add(int similarity) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
        }
        long entry = (long) similarity << Integer.SIZE | (Integer.MAX_VALUE - added++);
        int place = size++;
        while (place > 0 && entries[(place - 1) / 2] < entry) {
            entries[place] = entries[(place - 1) / 2];
            place = (place - 1) / 2;
        }
        entries[place] = entry;
    }

    /** Takes the first pair out and gives its number. */
    int poll() {
        int pair = Integer.MAX_VALUE - (int) entries[0];
        long entry = entries[--size];
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && entries[child + 1] > entries[child]) {
                child++;
            }
            if (entries[child] <= entry) {
                break;
            }
            entries[place] = entries[child];
            place = child;
        }
        entries[place] = entry;
        return pair;
    }
}
