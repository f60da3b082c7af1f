package dev.roilab.proposal;

import java.util.Arrays;

/**
 * The graph of an image in which those pixels are one node that {@link GraphSegmentation} joins first, whatever its
 * {@code k}, from a least one on: far fewer nodes and edges, from which every such {@code k} gives the same components
 * as from the pixels.
 *
 * <p>Why: call a component untouched while every edge that left it has joined it. Two untouched components that the
 * least k joins are joined by every larger k, whose limits are higher, so untouched components are the same for all.
 * Once an edge of a component is refused, or leads to a touched one, the component is touched, and a node. No edge
 * between nodes comes before both are complete, so none is decided differently. Of several edges between two nodes only
 * the lightest counts: when it is refused, one of both components is final (the paper's lemma 1), and when small
 * components are absorbed, the others come too late.
 */
final class ContractedGraph {
    private final int[] nodes;
    private final int[] sizes;
    private final float[] internal;
    private final RegionPairs edges;
    private final float[] weights;

    private ContractedGraph(int[] nodes, int[] sizes, float[] internal, RegionPairs edges, float[] weights) {
        this.nodes = nodes;
        this.sizes = sizes;
        this.internal = internal;
        this.edges = edges;
        this.weights = weights;
    }

    /** @param k the least that {@link GraphSegmentation} will be asked for, in grey levels times pixels */
    static ContractedGraph of(PixelGraph graph, double k) {
        int[] pixels = new int[graph.pixels()];
        Arrays.fill(pixels, 1);
        var sets = new DisjointSets(pixels);
        float[] internal = new float[pixels.length];
        int[] outer = new int[graph.edges()];
        int outerCount = join(graph, (float) k, sets, internal, outer);
        int[] nodes = sets.numbers();
        int count = Arrays.stream(nodes).max().orElse(-1) + 1;
        int[] sizes = new int[count];
        float[] heaviest = new float[count];
        for (int pixel = 0; pixel < nodes.length; pixel++) {
            sizes[nodes[pixel]]++;
            heaviest[nodes[pixel]] = internal[sets.root(pixel)];
        }
        int[] first = new int[outerCount];
        int[] second = new int[outerCount];
        for (int i = 0; i < outerCount; i++) {
            int one = nodes[graph.first(outer[i])];
            int other = nodes[graph.second(outer[i])];
            first[i] = Math.min(one, other);
            second[i] = Math.max(one, other);
        }
        int[] lightest = RegionPairs.firsts(first, second, outerCount, count);
        float[] weights = new float[lightest.length];
        for (int i = 0; i < lightest.length; i++) {
            weights[i] = graph.weight(outer[lightest[i]]);
        }
        return new ContractedGraph(nodes, sizes, heaviest, RegionPairs.select(first, second, lightest), weights);
    }

    /** Joins untouched components; writes the places of the other edges. */
    private static int join(PixelGraph graph, float k, DisjointSets sets, float[] internal, int[] outer) {
        boolean[] touched = new boolean[internal.length];
        int count = 0;
        for (int place = 0; place < graph.edges(); place++) {
            int first = sets.root(graph.first(place));
            int second = sets.root(graph.second(place));
            if (first == second) {
                continue;
            }
            float weight = graph.weight(place);
            if (!touched[first]
                    && !touched[second]
                    && weight <= internal[first] + k / sets.size(first)
                    && weight <= internal[second] + k / sets.size(second)) {
                internal[sets.join(first, second)] = weight;
            } else {
                touched[first] = true;
                touched[second] = true;
                outer[count++] = place;
            }
        }
        return count;
    }

    /** The node of each pixel, in raster order; nodes are numbered in the order of their first pixels. */
    int[] nodes() {
        return nodes;
    }

    /** Pixels of each node. */
    int[] sizes() {
        return sizes;
    }

    /** The heaviest edge that each node needed to become one, in grey levels. */
    float[] internal() {
        return internal;
    }

    /** Pairs of nodes with an edge, each once, lightest edge first. */
    RegionPairs edges() {
        return edges;
    }

    /** Of each of the edges, in grey levels. */
    float[] weights() {
        return weights;
    }
}
