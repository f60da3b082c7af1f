package dev.roilab.proposal;

import java.util.Arrays;

/**
 * Pairs of neighbouring regions, each once, sorted by the first and then by the second.
 *
 * @param first the smaller number of each pair
 * @param second the larger number of each pair
 */
@SuppressWarnings("ArrayRecordComponent") // made once and only read
record RegionPairs(int[] first, int[] second) {
    int count() {
        return first.length;
    }

    /**
     * Sorts pairs and drops repeated ones.
     *
     * @param first the smaller number of each pair
     * @param second the larger number of each pair
     * @param pairs how many of the entries count
     * @param regions above all numbers
     */
    static RegionPairs distinct(int[] first, int[] second, int pairs, int regions) {
        int[] starts = new int[regions + 1];
        for (int pair = 0; pair < pairs; pair++) {
            starts[first[pair] + 1]++;
        }
        for (int region = 0; region < regions; region++) {
            starts[region + 1] += starts[region];
        }
        int[] bucketed = new int[pairs];
        int[] next = starts.clone();
        for (int pair = 0; pair < pairs; pair++) {
            bucketed[next[first[pair]]++] = second[pair];
        }
        int[] one = new int[pairs];
        int[] other = new int[pairs];
        int[] seenBy = new int[regions];
        Arrays.fill(seenBy, -1);
        int count = 0;
        for (int region = 0; region < regions; region++) {
            int begin = count;
            for (int place = starts[region]; place < starts[region + 1]; place++) {
                int neighbour = bucketed[place];
                if (seenBy[neighbour] != region) {
                    seenBy[neighbour] = region;
                    one[count] = region;
                    other[count++] = neighbour;
                }
            }
            Arrays.sort(other, begin, count);
        }
        return new RegionPairs(Arrays.copyOf(one, count), Arrays.copyOf(other, count));
    }
}
