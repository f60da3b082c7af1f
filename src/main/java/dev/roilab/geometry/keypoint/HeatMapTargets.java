package dev.roilab.geometry.keypoint;

import dev.roilab.geometry.Box;
import java.util.List;

/**
 * What a key point branch learns: for each key point of an object the one cell of its heat map that is to be on (Mask
 * R-CNN, arXiv:1703.06870, section 5: a one-hot mask and a softmax over its cells); torchvision's
 * {@code keypoints_to_heatmap}.
 */
public final class HeatMapTargets {
    /** The index of a key point that is not learned: not labelled, or outside the box. */
    public static final int NONE = -1;

    private HeatMapTargets() {}

    /**
     * The cells of an object's key points.
     *
     * @param box in continuous pixels, as the points; its right and lower border belong to the last cells
     * @param cells of a side of the map, S
     * @return for each key point {@code row * S + column}, or {@link #NONE}
     */
    public static int[] cells(List<KeyPoint> points, Box box, int cells) {
        int[] indices = new int[points.size()];
        for (int index = 0; index < indices.length; index++) {
            KeyPoint point = points.get(index);
            int column = cell(point.x(), box.x1(), box.x2(), cells);
            int row = cell(point.y(), box.y1(), box.y2(), cells);
            boolean learned = point.isLabelled() && column != NONE && row != NONE;
            indices[index] = learned ? row * cells + column : NONE;
        }
        return indices;
    }

    private static int cell(double place, double from, double to, int cells) {
        if (place == to) {
            return cells - 1;
        }
        double cell = Math.floor((place - from) * (cells / (to - from)));
        return cell >= 0 && cell < cells ? (int) cell : NONE;
    }
}
