package dev.roilab.eval;

import java.util.Arrays;

/**
 * Assigns the detections of an image and class to its truths at all ten thresholds: bit {@code t} of an integer stands
 * for threshold {@code t}. Overlaps are computed once for all size ranges. One object serves many images, one at a
 * time; it keeps only working memory.
 */
final class CocoMatching {
    /** numpy's linspace(0.5, 0.95, 10), to the last bit. */
    static final double[] THRESHOLDS = thresholds();

    static final int EVERY_BIT = (1 << THRESHOLDS.length) - 1;
    private static final SizeRange[] RANGES = SizeRange.values();

    private final ClassObjects objects;
    private final int[] ranked;
    private final int limit;
    private final Matches matches;
    private int firstTruth;
    private int truths;
    private double[] overlaps = {};
    private int[] order = {};
    private int[] taken = {};

    /**
     * By which thresholds each detection found a truth and by which it does not count, by [size range][detection].
     *
     * @param ranks place of each detection among those of its image, from 0
     */
    @SuppressWarnings("ArrayRecordComponent") // working memory of one class, never compared
    record Matches(int[][] matched, int[][] ignored, int[] ranks) {
        Matches(int detections) {
            this(new int[RANGES.length][detections], new int[RANGES.length][detections], new int[detections]);
        }
    }

    /**
     * For the images of one class.
     *
     * @param ranked the detections of each image by falling score
     * @param limit detections of an image beyond this number do not count
     * @param matches is written to
     */
    CocoMatching(ClassObjects objects, int[] ranked, int limit, Matches matches) {
        this.objects = objects;
        this.ranked = ranked;
        this.limit = limit;
        this.matches = matches;
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

    /** Writes the matches of one image. */
    void match(int image) {
        int start = objects.firstDetection(image);
        int end = objects.firstDetection(image + 1);
        int last = Math.min(end, start + limit);
        for (int place = start; place < end; place++) {
            matches.ranks[ranked[place]] = place - start;
        }
        firstTruth = objects.firstTruth(image);
        truths = objects.firstTruth(image + 1) - firstTruth;
        measure(start, last);
        for (SizeRange range : RANGES) {
            int[] matched = matches.matched[range.index()];
            int[] ignored = matches.ignored[range.index()];
            int counted = orderTruths(range);
            for (int place = start; place < last; place++) {
                int detection = ranked[place];
                ignored[detection] = range.contains(objects.detectionArea(detection)) ? 0 : EVERY_BIT;
                take(detection, (place - start) * truths, counted, matched, ignored);
            }
            for (int place = last; place < end; place++) {
                ignored[ranked[place]] = EVERY_BIT;
            }
        }
    }

    private void measure(int start, int last) {
        int size = (last - start) * truths;
        if (overlaps.length < size) {
            overlaps = new double[size];
        }
        if (order.length < truths) {
            order = new int[truths];
            taken = new int[truths];
        }
        int next = 0;
        for (int place = start; place < last; place++) {
            objects.overlaps(ranked[place], firstTruth, firstTruth + truths, overlaps, next);
            next += truths;
        }
    }

    /** Puts the truths that count first and frees all; gives the number of those that count. */
    private int orderTruths(SizeRange range) {
        Arrays.fill(taken, 0, truths, 0);
        int counted = 0;
        for (int t = 0; t < truths; t++) {
            if (counts(objects, firstTruth + t, range)) {
                order[counted++] = t;
            }
        }
        int next = counted;
        for (int t = 0; t < truths; t++) {
            if (!counts(objects, firstTruth + t, range)) {
                order[next++] = t;
            }
        }
        return counted;
    }

    /** Whether a truth must be found. */
    static boolean counts(ClassObjects objects, int truth, SizeRange range) {
        return objects.standing(truth) == GroundTruth.Standing.COUNTED && range.contains(objects.truthArea(truth));
    }

    /** Assigns one detection at every threshold that its greatest overlap reaches. */
    private void take(int detection, int row, int counted, int[] matched, int[] ignored) {
        double greatest = 0;
        for (int t = 0; t < truths; t++) {
            greatest = Math.max(greatest, overlaps[row + t]);
        }
        for (int bit = 0; bit < THRESHOLDS.length && greatest >= THRESHOLDS[bit]; bit++) {
            int place = best(row, bit, counted);
            if (place < 0) {
                continue;
            }
            int mask = 1 << bit;
            taken[order[place]] |= mask;
            matched[detection] |= mask;
            if (place < counted) {
                ignored[detection] &= ~mask;
            } else {
                ignored[detection] |= mask;
            }
        }
    }

    /** Truths that do not count come last and are looked at only if no other one matches; of equals the last wins. */
    private int best(int row, int bit, int counted) {
        int best = -1;
        double least = THRESHOLDS[bit];
        for (int place = 0; place < truths; place++) {
            if (place == counted && best >= 0) {
                return best;
            }
            int truth = order[place];
            boolean free = (taken[truth] >> bit & 1) == 0 || objects.isCrowd(firstTruth + truth);
            double overlap = overlaps[row + truth];
            if (free && overlap >= least) {
                least = overlap;
                best = place;
            }
        }
        return best;
    }
}
