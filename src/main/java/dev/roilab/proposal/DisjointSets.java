package dev.roilab.proposal;

import java.util.Arrays;

/** Union by size with path halving (Tarjan and van Leeuwen, JACM 1984). */
final class DisjointSets {
    private final int[] parents;
    private final int[] sizes;

    /** One set for each weight. */
    DisjointSets(int[] weights) {
        parents = new int[weights.length];
        Arrays.setAll(parents, element -> element);
        sizes = weights.clone();
    }

    /** The root of an element's set: one of its elements, the same for all of them. */
    int root(int element) {
        int root = element;
        int parent = parents[root];
        while (parent != root) {
            int above = parents[parent];
            parents[root] = above;
            root = above;
            parent = parents[root];
        }
        return root;
    }

    /** The sum of the weights of a root's set. */
    int size(int root) {
        return sizes[root];
    }

    /** Joins two sets by their roots; gives the root of both: that of the larger, of the first if equally large. */
    int join(int first, int second) {
        int root = sizes[first] >= sizes[second] ? first : second;
        int child = first + second - root;
        parents[child] = root;
        sizes[root] += sizes[child];
        return root;
    }

    /** Numbers the sets from 0 in the order of their first elements; gives each element's number. */
    int[] numbers() {
        int[] ofRoot = new int[parents.length];
        int[] numbers = new int[parents.length];
        int count = 0;
        for (int element = 0; element < numbers.length; element++) {
            int root = root(element);
            if (ofRoot[root] == 0) {
                ofRoot[root] = ++count;
            }
            numbers[element] = ofRoot[root] - 1;
        }
        return numbers;
    }
}
