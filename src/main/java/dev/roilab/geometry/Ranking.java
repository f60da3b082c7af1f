package dev.roilab.geometry;

/** Orders by score. */
public final class Ranking {
    private Ranking() {}

    /**
     * The indices of the scores from the highest to the lowest, those that are NaN at the end; equal scores keep their
     * order, and so do those that are NaN. A merge sort on indices: the library sorts primitive values only, and boxing
     * thousands of indices costs more than suppressing their boxes.
     */
    public static int[] descending(double[] scores) {
        int count = scores.length;
        int[] from = new int[count];
        for (int index = 0; index < count; index++) {
            from[index] = index;
        }
        int[] to = new int[count];
        for (int run = 1; run < count; run *= 2) {
            for (int start = 0; start < count; start += 2 * run) {
                merge(scores, from, to, start, run);
            }
            int[] sorted = to;
            to = from;
            from = sorted;
        }
        return from;
    }

    /** Merges two neighbouring runs, of which there may be less at the end. */
    private static void merge(double[] scores, int[] from, int[] to, int start, int run) {
        int middle = start + run;
        int end = Math.min(middle + run, from.length);
        int left = start;
        int right = middle;
        for (int place = start; place < end; place++) {
            boolean takeRight = right < end && (left >= middle || isBetter(scores[from[right]], scores[from[left]]));
            to[place] = takeRight ? from[right++] : from[left++];
        }
    }

    private static boolean isBetter(double score, double other) {
        return score > other || (Double.isNaN(other) && !Double.isNaN(score));
    }
}
