package dev.roilab.task.detection;

import dev.roilab.geometry.Box;
import java.util.List;

/** Boxes as COCO writes them: left, top, width, height. */
public final class CocoBoxes {
    /** Between the rounded difference of two corners and the width that leads from one to the other. */
    private static final int MOST_STEPS = 4;

    private CocoBoxes() {}

    /** Width and height are such that left + width and top + height are the box's own corners, to the last bit. */
    public static List<Double> of(Box box) {
        return List.of(box.x1(), box.y1(), extent(box.x1(), box.x2()), extent(box.y1(), box.y2()));
    }

    private static double extent(double from, double to) {
        double up = to - from;
        double down = up;
        for (int step = 0; step < MOST_STEPS; step++) {
            if (from + up == to) {
                return up;
            }
            if (from + down == to) {
                return down;
            }
            up = Math.nextUp(up);
            down = Math.nextDown(down);
        }
        return to - from;
    }
}
