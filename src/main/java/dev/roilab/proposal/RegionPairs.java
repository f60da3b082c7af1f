package dev.roilab.proposal;

import java.util.Arrays;

/**
 * Pairs of neighbouring regions, each once.
 *
 * @param first the smaller number of each pair
 * @param second the larger number of each pair
 */
@SuppressWarnings("ArrayRecordComponent") // made once and only read
record RegionPairs(int[] first, int[] second) {
    int count() {
        return first.length;
    }

    /** The pairs at some places. */
    static RegionPairs select(int[] first, int[] second, int[] places) {
        int[] one = new int[places.length];
        int[] other = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            one[i] = first[places[i]];
            other[i] = second[places[i]];
        }
        return new RegionPairs(one, other);
    }

    /**
     * The places at which pairs occur for the first time, ascending.
     *
     * @param first the smaller number of each pair
     * @param second the larger number of each pair
     * @param pairs how many of the entries count
     * @param regions above all numbers
     */
    static int[] firsts(int[] first, int[] second, int pairs, int regions) {
        int[] starts = starts(first, pairs, regions);
        int[] bucketed = bucketed(first, pairs, starts);
        int[] seenBy = new int[regions];
        Arrays.fill(seenBy, -1);
        boolean[] repeated = new boolean[pairs];
        int count = pairs;
        for (int region = 0; region < regions; region++) {
            for (int i = starts[region]; i < starts[region + 1]; i++) {
                int place = bucketed[i];
                if (seenBy[second[place]] == region) {
                    repeated[place] = true;
                    count--;
                }
                seenBy[second[place]] = region;
            }
        }
        int[] places = new int[count];
        for (int place = 0, next = 0; place < pairs; place++) {
            if (!repeated[place]) {
                places[next++] = place;
            }
        }
        return places;
    }

    /** Each pair once, by the first and then by the second number; parameters as for {@link #firsts}. */
    static RegionPairs sorted(int[] first, int[] second, int pairs, int regions) {
        RegionPairs distinct = select(first, second, firsts(first, second, pairs, regions));
        int[] starts = starts(distinct.first, distinct.count(), regions);
        RegionPairs sorted =
                select(distinct.first, distinct.second, bucketed(distinct.first, distinct.count(), starts));
        for (int region = 0; region < regions; region++) {
            Arrays.sort(sorted.second, starts[region], starts[region + 1]);
        }
        return sorted;
    }

    /** Where the pairs of each first number begin when they lie bucket after bucket. */
    private static int[] starts(int[] first, int pairs, int regions) {
        int[] starts = new int[regions + 1];
        for (int pair = 0; pair < pairs; pair++) {
            starts[first[pair] + 1]++;
        }
        for (int region = 0; region < regions; region++) {
            starts[region + 1] += starts[region];
        }
        return starts;
    }

    /** The places of the pairs, bucket after bucket, ascending in each. */
    private static int[] bucketed(int[] first, int pairs, int[] starts) {
        int[] next = starts.clone();
        int[] places = new int[pairs];
        for (int pair = 0; pair < pairs; pair++) {
            places[next[first[pair]]++] = pair;
        }
        return places;
    }
}
