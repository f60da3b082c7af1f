package dev.roilab.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Greedy non-maximum suppression: the best box stays and removes all that overlap it with an IoU above the threshold;
 * then the next that is left. Equal scores keep their order. Scores that are NaN come last; a box with a coordinate
 * that is NaN overlaps none.
 *
 * <p>Speed: an IoU above t needs an overlap wider than t times the wider box, so the centres are at most {@code (1 - t)
 * / t} of either width apart. Boxes sorted by centre are thus compared over a short contiguous range, in a loop without
 * branches that the compiler turns into vector instructions.
 */
public final class Nms {
    private Nms() {}

    /**
     * @param boxes [n, 4]: x1, y1, x2, y2
     * @param scores [n]
     * @param threshold the largest IoU that is not suppressed
     * @return indices of the boxes that stay, best first
     */
    public static int[] keep(double[] boxes, double[] scores, double threshold) {
        if (boxes.length != 4 * scores.length) {
            throw new IllegalArgumentException(
                    boxes.length + " box coordinates for " + scores.length + " scores; expected four a score");
        }
        return keep(boxes, Ranking.descending(scores), threshold, scores.length);
    }

    /** {@link #keep(double[], double[], double)} of boxes as records. */
    public static int[] keep(List<Box> boxes, double[] scores, double threshold) {
        return keep(sides(boxes), scores, threshold);
    }

    /**
     * Of boxes in order, the best first: who has ranked them once need not do it again.
     *
     * @param threshold the largest IoU that is not suppressed
     * @param most how many to keep; the rest is not looked for
     * @return places of the boxes that stay, in order
     */
    public static int[] keepRanked(List<Box> boxes, double threshold, int most) {
        return keep(sides(boxes), IntStream.range(0, boxes.size()).toArray(), threshold, most);
    }

    private static double[] sides(List<Box> boxes) {
        double[] sides = new double[4 * boxes.size()];
        for (int index = 0; index < boxes.size(); index++) {
            Box box = boxes.get(index);
            sides[4 * index] = box.x1();
            sides[4 * index + 1] = box.y1();
            sides[4 * index + 2] = box.x2();
            sides[4 * index + 3] = box.y2();
        }
        return sides;
    }

    private static int[] keep(double[] boxes, int[] order, double threshold, int most) {
        var field = new Field(boxes, threshold);
        int[] kept = new int[order.length];
        int count = 0;
        for (int index : order) {
            if (count == most) {
                break;
            }
            if (!field.isSuppressed(index)) {
                kept[count++] = index;
                field.suppressAround(index);
            }
        }
        return Arrays.copyOf(kept, count);
    }

    /** The boxes in order of their horizontal centres, and which of them are gone. */
    private static final class Field {
        /** Beyond it no box is told from a larger one, so that areas and their sums stay finite. */
        private static final double FARTHEST = 1e150;

        private final double threshold;
        private final int[] places;
        private final double[] centres;
        private final double[] x1;
        private final double[] y1;
        private final double[] x2;
        private final double[] y2;
        private final double[] areas;

        /** The most by which an overlap with a kept box exceeds what is allowed; above 0 the box is gone. */
        private final double[] excess;

        Field(double[] boxes, double threshold) {
            int count = boxes.length / 4;
            this.threshold = threshold;
            double[] negated = new double[count];
            for (int box = 0; box < count; box++) {
                negated[box] = -(side(boxes, 4 * box) + side(boxes, 4 * box + 2)) / 2;
            }
            int[] order = Ranking.descending(negated);
            places = new int[count];
            centres = new double[count];
            x1 = new double[count];
            y1 = new double[count];
            x2 = new double[count];
            y2 = new double[count];
            areas = new double[count];
            excess = new double[count];
            for (int place = 0; place < count; place++) {
                int box = order[place];
                places[box] = place;
                centres[place] = -negated[box];
                x1[place] = side(boxes, 4 * box);
                y1[place] = side(boxes, 4 * box + 1);
                x2[place] = side(boxes, 4 * box + 2);
                y2[place] = side(boxes, 4 * box + 3);
                areas[place] = Math.max(0, x2[place] - x1[place]) * Math.max(0, y2[place] - y1[place]);
            }
        }

        private static double side(double[] boxes, int index) {
            return Math.clamp(boxes[index], -FARTHEST, FARTHEST);
        }

        boolean isSuppressed(int box) {
            return excess[places[box]] > 0;
        }

        void suppressAround(int box) {
            int place = places[box];
            double reach = reach(x2[place] - x1[place]);
            int first = firstAtLeast(centres[place] - reach);
            int end = firstAtLeast(Math.nextUp(centres[place] + reach));
            mark(place, first, end);
        }

        /** How far off the centre of a box may lie that overlaps too much; a little more, for rounding. */
        private double reach(double width) {
            if (!(threshold > 0)) {
                return Double.POSITIVE_INFINITY;
            }
            double slack = 1e-6;
            return (Math.max(0, (1 - threshold) / threshold) + slack) * Math.max(0, width) + slack;
        }

        private int firstAtLeast(double centre) {
            int low = 0;
            int high = centres.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (centres[middle] < centre) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private void mark(int place, int first, int end) {
            double left = x1[place];
            double top = y1[place];
            double right = x2[place];
            double bottom = y2[place];
            double area = areas[place];
            for (int other = first; other < end; other++) {
                double width = Math.max(0, Math.min(right, x2[other]) - Math.max(left, x1[other]));
                double height = Math.max(0, Math.min(bottom, y2[other]) - Math.max(top, y1[other]));
                double intersection = width * height;
                double allowed = threshold * (area + areas[other] - intersection);
                excess[other] = Math.max(excess[other], intersection - allowed);
            }
        }
    }
}
