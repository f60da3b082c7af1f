package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HierarchicalGroupingTest {
    /** A pair of neighbours in the order in which the pairs arose. */
    private record Pair(int first, int second) {
        boolean has(int region) {
            return first == region || second == region;
        }

        int other(int region) {
            return first == region ? second : first;
        }
    }

    /** Looks through all pairs for the most similar, at every step; gives the boxes of all regions. */
    private static int[] plain(RegionFeatures features, RegionPairs initial, SimilarityMix mix) {
        List<Pair> pairs = new ArrayList<>();
        for (int pair = 0; pair < initial.count(); pair++) {
            pairs.add(new Pair(initial.first()[pair], initial.second()[pair]));
        }
        for (int region = features.regions(); !pairs.isEmpty(); region++) {
            Pair best = pairs.getFirst();
            for (Pair pair : pairs) {
                if (features.similarity(pair.first, pair.second, mix)
                        > features.similarity(best.first, best.second, mix)) {
                    best = pair;
                }
            }
            features.merge(best.first, best.second, region, true);
            List<Integer> neighbours = new ArrayList<>();
            for (int merged : new int[] {best.first, best.second}) {
                for (Pair pair : List.copyOf(pairs)) {
                    if (pair.has(merged)) {
                        pairs.remove(pair);
                        neighbours.add(pair.other(merged));
                    }
                }
            }
            int merged = region;
            int first = best.first;
            int second = best.second;
            neighbours.stream()
                    .distinct()
                    .filter(neighbour -> neighbour != first && neighbour != second)
                    .forEach(neighbour -> pairs.add(new Pair(neighbour, merged)));
        }
        return features.corners();
    }

    @Test
    void equalsThePlainAlgorithm() {
        var random = new SplittableRandom(4);
        for (int trial = 0; trial < 12; trial++) {
            int width = random.nextInt(8, 50);
            int height = random.nextInt(8, 50);
            byte[][] image = Pictures.patches(random.nextInt(1, 4), width, height, random);
            ContractedGraph graph =
                    ContractedGraph.of(PixelGraph.of(Pictures.floats(image), width, Neighbourhood.EIGHT), 20);
            Segmentation segmentation = GraphSegmentation.segment(graph, 20, 5);
            PixelBins bins = PixelBins.of(image, width);
            for (SimilarityMix mix : List.of(SimilarityMix.ALL, SimilarityMix.FILL, SimilarityMix.SIZE)) {
                var features = new RegionFeatures(segmentation, bins);
                HierarchicalGrouping.group(features, segmentation.neighbours(), mix);

                assertThat(features.corners())
                        .as("trial %d: %d regions, %s", trial, segmentation.regions(), mix)
                        .containsExactly(plain(new RegionFeatures(segmentation, bins), segmentation.neighbours(), mix));
            }
        }
    }

    @Test
    void mergesFourSquaresByColourFirst() {
        // The upper two have one colour, the lower two another; sizes and shapes are alike.
        byte[][] image = Pictures.drawn("1111", "1111", "8888", "8888");
        int[] labels = {0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3};
        var neighbours = new RegionPairs(new int[] {0, 0, 0, 1, 1, 2}, new int[] {1, 2, 3, 2, 3, 3});
        var features = new RegionFeatures(new Segmentation(labels, 4, neighbours), PixelBins.of(image, 4));

        HierarchicalGrouping.group(features, neighbours, SimilarityMix.ALL);

        assertThat(Arrays.copyOfRange(features.corners(), 16, 28))
                .containsExactly(0, 0, 4, 2, /* then */ 0, 2, 4, 4, /* last */ 0, 0, 4, 4);
    }

    @Test
    void mergesTheFirstOfEquallySimilarPairs() {
        // Four even pixels in a row: all neighbours are equally similar.
        var neighbours = new RegionPairs(new int[] {0, 1, 2}, new int[] {1, 2, 3});
        var segmentation = new Segmentation(new int[] {0, 1, 2, 3}, 4, neighbours);
        var features = new RegionFeatures(segmentation, PixelBins.of(new byte[1][4], 4));

        HierarchicalGrouping.group(features, neighbours, SimilarityMix.SIZE);

        assertThat(Arrays.copyOfRange(features.corners(), 16, 28))
                .containsExactly(0, 0, 2, 1, /* then */ 2, 0, 4, 1, /* last */ 0, 0, 4, 1);
    }

    @Test
    void leavesASingleRegionAlone() {
        var segmentation = new Segmentation(new int[6], 1, new RegionPairs(new int[0], new int[0]));
        var features = new RegionFeatures(segmentation, PixelBins.of(new byte[1][6], 3));

        HierarchicalGrouping.group(features, segmentation.neighbours(), SimilarityMix.ALL);

        assertThat(features.corners()).containsExactly(0, 0, 3, 2);
    }
}
