package dev.roilab.eval;

import dev.roilab.geometry.Box;

/**
 * Assigns the detections of one image and class to its truths at all ten thresholds: bit {@code t} of an integer stands
 * for threshold {@code t}. Overlaps are computed once for all size ranges.
 */
final class CocoMatching {
    /** numpy's linspace(0.5, 0.95, 10), to the last bit. */
    static final double[] THRESHOLDS = thresholds();

    private final ClassCell cell;
    private final int detections;
    private final int truths;
    private final double[] overlaps;

    CocoMatching(ClassCell cell, int detections) {
        this.cell = cell;
        this.detections = detections;
        this.truths = cell.truths().size();
        this.overlaps = new double[detections * truths];
        for (int d = 0; d < detections; d++) {
            Box found = cell.detections().get(d).box();
            for (int t = 0; t < truths; t++) {
                GroundTruth truth = cell.truths().get(t);
                overlaps[d * truths + t] = overlap(found, truth);
            }
        }
    }

    private static double[] thresholds() {
        double[] thresholds = new double[10];
        double step = (0.95 - 0.5) / 9;
        for (int i = 0; i < 9; i++) {
            thresholds[i] = i * step + 0.5;
        }
        thresholds[9] = 0.95;
        return thresholds;
    }

    private static double overlap(Box found, GroundTruth truth) {
        Box box = truth.box();
        double width = Math.min(found.x2(), box.x2()) - Math.max(found.x1(), box.x1());
        double height = Math.min(found.y2(), box.y2()) - Math.max(found.y1(), box.y1());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = width * height;
        return both / (truth.crowd() ? found.area() : found.area() + box.area() - both);
    }

    /** Writes, from a position, by which thresholds each detection found a truth and by which it does not count. */
    void match(SizeRange range, int[] matched, int[] ignored, int position) {
        int[] order = new int[truths];
        int counted = 0;
        for (int t = 0; t < truths; t++) {
            if (counts(t, range)) {
                order[counted++] = t;
            }
        }
        int next = counted;
        for (int t = 0; t < truths; t++) {
            if (!counts(t, range)) {
                order[next++] = t;
            }
        }
        int[] taken = new int[truths];
        for (int d = 0; d < detections; d++) {
            boolean inRange = range.contains(cell.detections().get(d).box().area());
            for (int bit = 0; bit < THRESHOLDS.length; bit++) {
                int place = best(d, bit, order, counted, taken);
                if (place >= 0) {
                    taken[order[place]] |= 1 << bit;
                    matched[position + d] |= 1 << bit;
                }
                if (place >= counted || (place < 0 && !inRange)) {
                    ignored[position + d] |= 1 << bit;
                }
            }
        }
    }

    int positives(SizeRange range) {
        int positives = 0;
        for (int t = 0; t < truths; t++) {
            positives += counts(t, range) ? 1 : 0;
        }
        return positives;
    }

    private boolean counts(int truth, SizeRange range) {
        GroundTruth object = cell.truths().get(truth);
        return object.counted() && range.contains(object.area());
    }

    /** Truths that do not count come last and are looked at only if no other one matches; of equals the last wins. */
    private int best(int detection, int bit, int[] order, int counted, int[] taken) {
        int best = -1;
        double least = Math.min(THRESHOLDS[bit], 1 - 1e-10);
        for (int place = 0; place < truths; place++) {
            if (place == counted && best >= 0) {
                return best;
            }
            int truth = order[place];
            boolean free =
                    (taken[truth] >> bit & 1) == 0 || cell.truths().get(truth).crowd();
            double overlap = overlaps[detection * truths + truth];
            if (free && overlap >= least) {
                least = overlap;
                best = place;
            }
        }
        return best;
    }
}
