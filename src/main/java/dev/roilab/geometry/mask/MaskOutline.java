package dev.roilab.geometry.mask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The borders of a mask, along the edges of its pixels. A border has its pixels to the right of who walks along it in
 * rows and columns that grow downward and to the right; holes have borders of their own. Filled by the even-odd rule
 * they give the mask again, to the last pixel.
 */
public final class MaskOutline {
    private MaskOutline() {}

    /**
     * The closed borders, each x1, y1, x2, y2, ... of its corners in continuous pixels; none of an empty mask. Where
     * two pixels touch at a corner alone, their borders do not join.
     */
    public static List<List<Double>> of(RunLengthMask mask) {
        var edges = new Edges(mask.width() + 1);
        int height = mask.height();
        int[] runs = mask.runs();
        for (int run = 0; run < runs.length; run += 2) {
            int start = runs[run];
            while (start < runs[run + 1]) {
                int column = start / height;
                int end = Math.min(runs[run + 1], (column + 1) * height);
                addColumn(mask, column, start - column * height, end - column * height, edges);
                start = end;
            }
        }
        return edges.borders();
    }

    /** The edges of a column's pixels from a row on, those of its ends and those towards pixels outside. */
    private static void addColumn(RunLengthMask mask, int x, int from, int to, Edges edges) {
        edges.add(x, from, x + 1, from);
        edges.add(x + 1, to, x, to);
        for (int y = from; y < to; y++) {
            if (!mask.contains(x + 1, y)) {
                edges.add(x + 1, y, x + 1, y + 1);
            }
            if (!mask.contains(x - 1, y)) {
                edges.add(x, y + 1, x, y);
            }
        }
    }

    /** Edges of single pixels, by where they start. */
    private static final class Edges {
        private final int stride;
        private final Map<Integer, List<int[]>> byStart = new HashMap<>();
        private final List<int[]> all = new ArrayList<>();

        Edges(int stride) {
            this.stride = stride;
        }

        void add(int fromX, int fromY, int toX, int toY) {
            int[] edge = {fromX, fromY, toX, toY};
            all.add(edge);
            byStart.computeIfAbsent(fromY * stride + fromX, _ -> new ArrayList<>())
                    .add(edge);
        }

        List<List<Double>> borders() {
            List<List<Double>> borders = new ArrayList<>();
            for (int[] first : all) {
                if (startingWith(first[0], first[1]).contains(first)) {
                    borders.add(border(first));
                }
            }
            return borders;
        }

        private List<int[]> startingWith(int x, int y) {
            return byStart.getOrDefault(y * stride + x, List.of());
        }

        /** Takes the edges of one border away. */
        private List<Double> border(int[] first) {
            List<Double> corners = new ArrayList<>();
            int[] edge = first;
            // The first is taken last, when the walk has come back to it.
            while (startingWith(first[0], first[1]).contains(first)) {
                int[] next = next(edge);
                if (cross(edge, next) != 0) {
                    corners.add((double) edge[2]);
                    corners.add((double) edge[3]);
                }
                startingWith(edge[2], edge[3]).remove(next);
                edge = next;
            }
            return corners;
        }

        /** Where two edges go on from a corner, the one that turns right: around the same pixel. */
        private int[] next(int[] edge) {
            return startingWith(edge[2], edge[3]).stream()
                    .max(Comparator.comparingInt(candidate -> cross(edge, candidate)))
                    .orElseThrow();
        }

        private static int cross(int[] edge, int[] next) {
            return (edge[2] - edge[0]) * (next[3] - next[1]) - (edge[3] - edge[1]) * (next[2] - next[0]);
        }
    }
}
