package dev.roilab.proposal;

import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.SplittableRandom;

/**
 * One order of the boxes of many hierarchies (Uijlings et al., IJCV 2013, section 3.3): a region that is i-th from the
 * top of its hierarchy gets the value i times a random number in [0, 1), and smaller values come first; a box that
 * several hierarchies have counts with its smallest value. Of equal values the one added first comes first. The random
 * numbers are the same for every image and run.
 */
final class HierarchyRanking {
    private static final int COORDINATE_BITS = 16;
    private static final long COORDINATE_MASK = (1L << COORDINATE_BITS) - 1;

    private final SplittableRandom random = new SplittableRandom(0);
    /** The four corners of each box, 16 bits each. */
    private long[] boxes = new long[1 << 10];
    /** For each box its value, as the bits of a float, above its number: their order is that of the boxes. */
    private long[] order = new long[1 << 10];

    private int count;

    /**
     * Adds a hierarchy.
     *
     * @param corners [regions, 4]: x1, y1, x2, y2 of each region, all below 65536; the whole image last
     */
    void add(int[] corners) {
        int regions = corners.length / 4;
        if (count + regions > boxes.length) {
            int capacity = Math.max(2 * boxes.length, count + regions);
            boxes = Arrays.copyOf(boxes, capacity);
            order = Arrays.copyOf(order, capacity);
        }
        for (int region = 0; region < regions; region++) {
            long box = 0;
            for (int side = 0; side < 4; side++) {
                box = (box << COORDINATE_BITS) | corners[4 * region + side];
            }
            float value = (float) ((regions - region) * random.nextDouble());
            boxes[count] = box;
            order[count] = ((long) Float.floatToIntBits(value) << Integer.SIZE) | count;
            count++;
        }
    }

    /** Every box once, best first. */
    List<Box> boxes() {
        long[] sorted = Arrays.copyOf(order, count);
        Arrays.sort(sorted);
        SequencedSet<Long> distinct = new LinkedHashSet<>();
        for (long entry : sorted) {
            distinct.add(boxes[(int) entry]);
        }
        List<Box> result = new ArrayList<>(distinct.size());
        for (long box : distinct) {
            result.add(new Box(corner(box, 0), corner(box, 1), corner(box, 2), corner(box, 3)));
        }
        return result;
    }

    private static double corner(long box, int side) {
        return (box >>> ((3 - side) * COORDINATE_BITS)) & COORDINATE_MASK;
    }
}
