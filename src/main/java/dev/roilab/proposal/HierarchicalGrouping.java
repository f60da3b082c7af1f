package dev.roilab.proposal;

import java.util.Arrays;

/**
 * The hierarchical grouping of selective search (Uijlings et al., IJCV 2013, algorithm 1): of all neighbouring regions
 * the two most similar ones merge, until one region is left.
 *
 * <p>New regions are numbered on from the initial ones in the order in which they arise. Of equally similar pairs the
 * one that became neighbours first merges first; pairs of initial regions count in the order of {@link RegionPairs}.
 */
final class HierarchicalGrouping {
    private final RegionFeatures features;
    private final SimilarityMix mix;
    private final SimilarityHeap heap;
    private int[] first;
    private int[] second;
    private int pairs;
    /** Neighbours of each region that is left, and former ones that merged. */
    private final int[][] neighbours;

    private final int[] neighbourCounts;
    private final boolean[] merged;
    /** The last new region that took each region for its neighbour. */
    private final int[] takenBy;

    private HierarchicalGrouping(RegionFeatures features, RegionPairs initial, SimilarityMix mix) {
        this.features = features;
        this.mix = mix;
        int all = 2 * features.regions() - 1;
        heap = new SimilarityHeap(2 * initial.count());
        first = new int[2 * initial.count()];
        second = new int[2 * initial.count()];
        neighbours = new int[all][];
        neighbourCounts = new int[all];
        merged = new boolean[all];
        takenBy = new int[all];
    }

    /**
     * Groups all regions; what they merge into is written behind them.
     *
     * @param features of the initial regions
     * @param initial which of them touch
     */
    static void group(RegionFeatures features, RegionPairs initial, SimilarityMix mix) {
        var grouping = new HierarchicalGrouping(features, initial, mix);
        grouping.start(initial);
        grouping.run();
    }

    private void start(RegionPairs initial) {
        for (int pair = 0; pair < initial.count(); pair++) {
            neighbourCounts[initial.first()[pair]]++;
            neighbourCounts[initial.second()[pair]]++;
        }
        for (int region = 0; region < features.regions(); region++) {
            // Each merge in the neighbourhood adds one.
            neighbours[region] = new int[2 * neighbourCounts[region]];
            neighbourCounts[region] = 0;
        }
        for (int pair = 0; pair < initial.count(); pair++) {
            add(initial.first()[pair], initial.second()[pair]);
        }
    }

    private void run() {
        int next = features.regions();
        while (!heap.isEmpty()) {
            int pair = heap.poll();
            if (!merged[first[pair]] && !merged[second[pair]]) {
                merge(first[pair], second[pair], next++);
            }
        }
    }

    private void merge(int one, int other, int region) {
        merged[one] = true;
        merged[other] = true;
        features.merge(one, other, region, mix.looksAtPixels());
        neighbours[region] = new int[neighbourCounts[one] + neighbourCounts[other]];
        takeNeighbours(one, region);
        takeNeighbours(other, region);
    }

    private void takeNeighbours(int from, int region) {
        for (int place = 0; place < neighbourCounts[from]; place++) {
            int neighbour = neighbours[from][place];
            if (!merged[neighbour] && takenBy[neighbour] != region) {
                takenBy[neighbour] = region;
                add(neighbour, region);
            }
        }
    }

    private void add(int one, int other) {
        if (pairs == first.length) {
            first = Arrays.copyOf(first, 2 * pairs);
            second = Arrays.copyOf(second, 2 * pairs);
        }
        first[pairs] = one;
        second[pairs++] = other;
        heap.add(features.similarity(one, other, mix));
        addNeighbour(one, other);
        addNeighbour(other, one);
    }

    private void addNeighbour(int region, int neighbour) {
        int count = neighbourCounts[region]++;
        if (count == neighbours[region].length) {
            neighbours[region] = Arrays.copyOf(neighbours[region], 2 * count + 1);
        }
        neighbours[region][count] = neighbour;
    }
}
