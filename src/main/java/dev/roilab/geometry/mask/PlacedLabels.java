package dev.roilab.geometry.mask;

import dev.roilab.geometry.Box;
import java.util.Arrays;

/**
 * Maps of labels in pictures that are made of other pictures, by the rule of {@link PlacedMasks}: a made pixel has the
 * label of the pixel of the old picture in which its middle falls.
 */
public final class PlacedLabels {
    private PlacedLabels() {}

    /**
     * The labels in the made picture.
     *
     * @param labels [fromHeight, fromWidth], row by row
     * @param window in continuous pixels of the labels' picture; may reach beyond it
     * @param height of the made picture
     * @param width of the made picture
     * @param mirrored whether it is mirrored
     * @param outside the label of what lies beyond the old picture
     * @return [height, width], row by row
     * @throws IllegalArgumentException for a window without extent
     */
    public static byte[] of(
            byte[] labels,
            int fromHeight,
            int fromWidth,
            Box window,
            int height,
            int width,
            boolean mirrored,
            byte outside) {
        if (!window.hasExtent()) {
            throw new IllegalArgumentException("a label map's window is " + window + ", expected one with extent");
        }
        int[] columns = PlacedMasks.sources(window.x1(), window.width(), width);
        int[] rows = PlacedMasks.sources(window.y1(), window.height(), height);
        byte[] made = new byte[Math.multiplyExact(height, width)];
        Arrays.fill(made, outside);
        for (int y = 0; y < height; y++) {
            if (rows[y] < 0 || rows[y] >= fromHeight) {
                continue;
            }
            for (int x = 0; x < width; x++) {
                int column = columns[mirrored ? width - 1 - x : x];
                if (column >= 0 && column < fromWidth) {
                    made[y * width + x] = labels[rows[y] * fromWidth + column];
                }
            }
        }
        return made;
    }
}
