package dev.roilab.data.shapes;

import dev.roilab.geometry.Box;

/**
 * How much of each pixel an object covers, inside the smallest block of whole pixels around it.
 *
 * <p>Lengths along a row are exact; down a column {@value #LINES} lines a pixel are measured, so that a horizontal edge
 * is placed to 1/{@value #LINES} of a pixel.
 *
 * @param x left column of the block in the picture
 * @param y top row of the block in the picture
 * @param values {@code [height, width]}, each in [0, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // a bitmap, compared by identity
public record Coverage(int x, int y, int width, int height, float[] values) {
    private static final int LINES = 16;

    /** Rasterises an outline, cut to a picture. */
    static Coverage of(Outline outline, int pictureWidth, int pictureHeight) {
        Box box = outline.box().clip(pictureWidth, pictureHeight);
        int left = (int) Math.floor(box.x1());
        int top = (int) Math.floor(box.y1());
        int width = (int) Math.ceil(box.x2()) - left;
        int height = (int) Math.ceil(box.y2()) - top;
        float[] values = new float[width * height];
        double[] crossings = new double[Outline.MOST_CROSSINGS];
        for (int line = 0; line < height * LINES; line++) {
            int count = outline.crossings(top + (line + 0.5) / LINES, crossings);
            int row = line / LINES * width;
            for (int i = 0; i < count; i += 2) {
                double from = Math.clamp(crossings[i] - left, 0, width);
                double to = Math.clamp(crossings[i + 1] - left, 0, width);
                addSpan(values, row, from, to);
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(1, values[i] / LINES);
        }
        return new Coverage(left, top, width, height, values);
    }

    private static void addSpan(float[] values, int row, double from, double to) {
        int first = (int) from;
        int last = (int) to;
        if (first == last) {
            values[row + Math.min(first, values.length - row - 1)] += (float) (to - from);
            return;
        }
        values[row + first] += (float) (first + 1 - from);
        for (int i = first + 1; i < last; i++) {
            values[row + i] += 1;
        }
        if (to > last) {
            values[row + last] += (float) (to - last);
        }
    }

    /** The covered part of a pixel of the picture; zero outside the block. */
    public float at(int pictureX, int pictureY) {
        int column = pictureX - x;
        int row = pictureY - y;
        return column < 0 || row < 0 || column >= width || row >= height ? 0 : values[row * width + column];
    }

    /** The sum of all values: the covered area in pixels. */
    public double area() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
