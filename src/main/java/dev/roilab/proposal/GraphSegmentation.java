package dev.roilab.proposal;

/**
 * Efficient graph-based segmentation (Felzenszwalb and Huttenlocher, IJCV 2004, algorithm 1): edges are taken lightest
 * first, and join two components unless they are heavier than either one's own heaviest edge by more than {@code k}
 * over its size. Afterwards components below a least size are joined along the lightest edges that leave them.
 */
final class GraphSegmentation {
    private final ContractedGraph graph;
    private final DisjointSets sets;
    /** Edges between different components so far, in order of weight. */
    private final int[] open;

    private int openCount;

    private GraphSegmentation(ContractedGraph graph) {
        this.graph = graph;
        sets = new DisjointSets(graph.sizes());
        open = new int[graph.weights().length];
    }

    /**
     * Segments an image.
     *
     * @param k the preference for large components, in grey levels times pixels
     * @param smallest least pixels of a component
     */
    static Segmentation segment(ContractedGraph graph, double k, int smallest) {
        var segmentation = new GraphSegmentation(graph);
        segmentation.grow((float) k);
        segmentation.absorb(smallest);
        return segmentation.result();
    }

    private void grow(float k) {
        float[] weights = graph.weights();
        float[] internal = graph.internal().clone();
        for (int edge = 0; edge < weights.length; edge++) {
            int first = first(edge);
            int second = second(edge);
            if (first == second) {
                continue;
            }
            float weight = weights[edge];
            if (weight <= internal[first] + k / sets.size(first)
                    && weight <= internal[second] + k / sets.size(second)) {
                internal[sets.join(first, second)] = weight;
            } else {
                open[openCount++] = edge;
            }
        }
    }

    private void absorb(int smallest) {
        int kept = 0;
        for (int place = 0; place < openCount; place++) {
            int edge = open[place];
            int first = first(edge);
            int second = second(edge);
            if (first == second) {
                continue;
            }
            if (sets.size(first) < smallest || sets.size(second) < smallest) {
                sets.join(first, second);
            } else {
                open[kept++] = edge;
            }
        }
        openCount = kept;
    }

    private int first(int edge) {
        return sets.root(graph.edges().first()[edge]);
    }

    private int second(int edge) {
        return sets.root(graph.edges().second()[edge]);
    }

    private Segmentation result() {
        int[] ofNode = sets.numbers();
        int regions = 0;
        for (int region : ofNode) {
            regions = Math.max(regions, region + 1);
        }
        int[] labels = new int[graph.nodes().length];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            labels[pixel] = ofNode[graph.nodes()[pixel]];
        }
        int[] first = new int[openCount];
        int[] second = new int[openCount];
        int pairs = 0;
        for (int place = 0; place < openCount; place++) {
            int one = ofNode[graph.edges().first()[open[place]]];
            int other = ofNode[graph.edges().second()[open[place]]];
            if (one != other) {
                first[pairs] = Math.min(one, other);
                second[pairs] = Math.max(one, other);
                pairs++;
            }
        }
        return new Segmentation(labels, regions, RegionPairs.sorted(first, second, pairs, regions));
    }
}
