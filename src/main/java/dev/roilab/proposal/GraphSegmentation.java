package dev.roilab.proposal;

import java.util.Arrays;

/**
 * Efficient graph-based segmentation (Felzenszwalb and Huttenlocher, IJCV 2004, algorithm 1): edges are taken lightest
 * first, and join two components unless they are heavier than either one's own heaviest edge by more than {@code k}
 * over its size. Afterwards components below a least size are joined along the lightest edges that leave them.
 */
final class GraphSegmentation {
    private final PixelGraph graph;
    private final float k;
    private final int smallest;
    private final int[] parents;
    private final int[] sizes;
    /** For each root the heaviest edge that may still join it: {@code Int(C) + k / |C|}. */
    private final float[] limits;
    /** Edges between different components so far, in order of weight. */
    private final int[] open;

    private int openCount;

    private GraphSegmentation(PixelGraph graph, double k, int smallest) {
        this.graph = graph;
        this.k = (float) k;
        this.smallest = smallest;
        int pixels = graph.width() * graph.height();
        parents = new int[pixels];
        sizes = new int[pixels];
        limits = new float[pixels];
        open = new int[graph.edgeCount()];
        Arrays.setAll(parents, pixel -> pixel);
        Arrays.fill(sizes, 1);
        Arrays.fill(limits, this.k);
    }

    /**
     * Segments an image.
     *
     * @param k the preference for large components, in grey levels times pixels
     * @param smallest least pixels of a component
     */
    static Segmentation segment(PixelGraph graph, double k, int smallest) {
        var segmentation = new GraphSegmentation(graph, k, smallest);
        segmentation.grow();
        segmentation.absorbSmall();
        return segmentation.result();
    }

    private void grow() {
        for (int place = 0; place < graph.edgeCount(); place++) {
            int edge = graph.edge(place);
            int first = find(graph.first(edge));
            int second = find(graph.second(edge));
            if (first == second) {
                continue;
            }
            float weight = graph.weight(place);
            if (weight <= limits[first] && weight <= limits[second]) {
                int root = join(first, second);
                limits[root] = weight + k / sizes[root];
            } else {
                open[openCount++] = edge;
            }
        }
    }

    private void absorbSmall() {
        int kept = 0;
        for (int place = 0; place < openCount; place++) {
            int edge = open[place];
            int first = find(graph.first(edge));
            int second = find(graph.second(edge));
            if (first == second) {
                continue;
            }
            if (sizes[first] < smallest || sizes[second] < smallest) {
                join(first, second);
            } else {
                open[kept++] = edge;
            }
        }
        openCount = kept;
    }

    private int find(int pixel) {
        int root = pixel;
        while (parents[root] != root) {
            int above = parents[parents[root]];
            parents[root] = above;
            root = above;
        }
        return root;
    }

    private int join(int first, int second) {
        int root = sizes[first] >= sizes[second] ? first : second;
        int child = first + second - root;
        parents[child] = root;
        sizes[root] += sizes[child];
        return root;
    }

    private Segmentation result() {
        int[] labels = new int[parents.length];
        int[] labelOfRoot = new int[parents.length];
        int count = 0;
        for (int pixel = 0; pixel < labels.length; pixel++) {
            int root = find(pixel);
            if (labelOfRoot[root] == 0) {
                labelOfRoot[root] = ++count;
            }
            labels[pixel] = labelOfRoot[root] - 1;
        }
        int[] first = new int[openCount];
        int[] second = new int[openCount];
        int pairs = 0;
        for (int place = 0; place < openCount; place++) {
            int one = labels[graph.first(open[place])];
            int other = labels[graph.second(open[place])];
            if (one != other) {
                first[pairs] = Math.min(one, other);
                second[pairs] = Math.max(one, other);
                pairs++;
            }
        }
        return new Segmentation(labels, graph.width(), count, RegionPairs.distinct(first, second, pairs, count));
    }
}
