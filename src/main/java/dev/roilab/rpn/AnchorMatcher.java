package dev.roilab.rpn;

import dev.roilab.geometry.Box;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Which object each anchor belongs to: Faster R-CNN (arXiv:1506.01497), section 3.1.2. It is the one that it overlaps
 * most, from a high overlap on; below a low one it is background, and between the two it is nothing.
 *
 * @param foregroundIou at least this overlap makes an anchor an object's
 * @param backgroundIou less than this makes it background
 * @param best what else makes an anchor an object's
 */
public record AnchorMatcher(double foregroundIou, double backgroundIou, Best best) {
    /** Of an anchor that is background. */
    public static final int BACKGROUND = -1;

    /** Of an anchor that is neither an object's nor background, or is left out. */
    public static final int IGNORED = -2;

    public AnchorMatcher {
        if (!(backgroundIou <= foregroundIou)) {
            throw new IllegalArgumentException("an overlap of background, %s, cannot exceed that of foreground, %s"
                    .formatted(backgroundIou, foregroundIou));
        }
    }

    /** Anchors below the high overlap that are an object's all the same: of that one which they overlap most. */
    public enum Best {
        NONE,
        /** Those that overlap an object as much as any does, if at all. */
        OVERLAPPING,
        /**
         * The same, where the most that any anchor overlaps an object may be nothing; then all anchors that do not
         * overlap it are some object's. So torchvision has it.
         */
        EVEN_APART
    }

    /** The place of each anchor's object, or {@link #BACKGROUND} or {@link #IGNORED}. */
    public int[] match(Anchors anchors, List<Box> objects) {
        return match(anchors, objects, _ -> true);
    }

    /**
     * The same of some anchors.
     *
     * @param among those that are looked at; all others are ignored
     */
    public int[] match(Anchors anchors, List<Box> objects, IntPredicate among) {
        double[][] overlaps = new double[objects.size()][anchors.count()];
        for (int object = 0; object < overlaps.length; object++) {
            for (int anchor = 0; anchor < anchors.count(); anchor++) {
                overlaps[object][anchor] = among.test(anchor) ? anchors.iou(anchor, objects.get(object)) : 0;
            }
        }
        int[] owners = owners(overlaps, anchors.count());
        for (int anchor = 0; anchor < owners.length; anchor++) {
            if (!among.test(anchor)) {
                owners[anchor] = IGNORED;
            }
        }
        return owners;
    }

    /**
     * The place of each anchor's object, or what it is instead.
     *
     * @param overlaps intersections over unions by object and anchor
     */
    int[] owners(double[][] overlaps, int anchors) {
        int[] nearest = new int[anchors];
        double[] most = new double[anchors];
        for (int object = 0; object < overlaps.length; object++) {
            for (int anchor = 0; anchor < anchors; anchor++) {
                if (overlaps[object][anchor] > most[anchor]) {
                    most[anchor] = overlaps[object][anchor];
                    nearest[anchor] = object;
                }
            }
        }
        int[] owners = new int[anchors];
        for (int anchor = 0; anchor < anchors; anchor++) {
            int other = most[anchor] < backgroundIou ? BACKGROUND : IGNORED;
            owners[anchor] = most[anchor] >= foregroundIou && overlaps.length > 0 ? nearest[anchor] : other;
        }
        for (double[] object : overlaps) {
            keepBest(object, nearest, owners);
        }
        return owners;
    }

    private void keepBest(double[] overlaps, int[] nearest, int[] owners) {
        double highest = Arrays.stream(overlaps).max().orElse(0);
        if (best == Best.NONE || (best == Best.OVERLAPPING && highest == 0)) {
            return;
        }
        for (int anchor = 0; anchor < overlaps.length; anchor++) {
            if (overlaps[anchor] == highest) {
                owners[anchor] = nearest[anchor];
            }
        }
    }
}
