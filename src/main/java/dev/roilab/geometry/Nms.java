package dev.roilab.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Greedy non-maximum suppression. */
public final class Nms {
    private Nms() {}

    /**
     * Indices of the boxes that no better kept box overlaps by more than {@code threshold}, best first; equal scores in
     * the order given.
     *
     * @param threshold a box is dropped if its IoU with a kept one is larger
     */
    public static int[] keep(List<Box> boxes, double[] scores, double threshold) {
        int count = boxes.size();
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        var sorted = new Sorted(boxes, order);
        boolean[] dropped = new boolean[count];
        int[] kept = new int[count];
        int keptCount = 0;
        for (int i = 0; i < count; i++) {
            if (!dropped[i]) {
                kept[keptCount++] = order[i];
                sorted.dropOverlapping(i, threshold, dropped);
            }
        }
        return Arrays.copyOf(kept, keptCount);
    }

    /** Coordinates in score order, each in an array of its own so that the inner loop runs over contiguous numbers. */
    private static final class Sorted {
        private final double[] x1;
        private final double[] y1;
        private final double[] x2;
        private final double[] y2;
        private final double[] area;

        Sorted(List<Box> boxes, int[] order) {
            x1 = Arrays.stream(order).mapToDouble(i -> boxes.get(i).x1()).toArray();
            y1 = Arrays.stream(order).mapToDouble(i -> boxes.get(i).y1()).toArray();
            x2 = Arrays.stream(order).mapToDouble(i -> boxes.get(i).x2()).toArray();
            y2 = Arrays.stream(order).mapToDouble(i -> boxes.get(i).y2()).toArray();
            area = Arrays.stream(order).mapToDouble(i -> boxes.get(i).area()).toArray();
        }

        void dropOverlapping(int kept, double threshold, boolean[] dropped) {
            for (int j = kept + 1; j < dropped.length; j++) {
                double width = Math.min(x2[kept], x2[j]) - Math.max(x1[kept], x1[j]);
                double height = Math.min(y2[kept], y2[j]) - Math.max(y1[kept], y1[j]);
                double intersection = Math.max(0, width) * Math.max(0, height);
                // Without a division: IoU > t means intersection > t * union.
                dropped[j] |= intersection > threshold * (area[kept] + area[j] - intersection);
            }
        }
    }
}
