package dev.roilab.model.yolo;

import dev.roilab.geometry.Box;

/**
 * What the numbers stand for that the network gives of an image: section 2. Cells are counted row by row. Each has its
 * boxes, of five numbers, and then a probability for every class. Of a box: its centre, from the cell's upper left
 * corner and in cells; the square roots of its width and height as parts of the image; its confidence.
 *
 * @param cells of a side: S
 * @param boxes of a cell: B
 * @param classes C
 */
record Grid(int cells, int boxes, int classes) {
    static final int WIDTH = 2;
    static final int HEIGHT = 3;
    static final int CONFIDENCE = 4;
    private static final int BOX_LENGTH = 5;

    /** Cells of an image. */
    int count() {
        return cells * cells;
    }

    private int cellLength() {
        return BOX_LENGTH * boxes + classes;
    }

    /** Numbers of an image: S * S * (5 B + C). */
    int length() {
        return count() * cellLength();
    }

    /** Where a box begins among the numbers of an image: x, y, the roots of width and height, confidence. */
    int box(int cell, int predictor) {
        return cell * cellLength() + BOX_LENGTH * predictor;
    }

    /** Where a cell's probabilities of the classes begin among the numbers of an image. */
    int probabilities(int cell) {
        return box(cell, boxes);
    }

    /** The cell that an object's centre falls into; one on the image's right or lower border belongs to the last. */
    int cell(Box object) {
        return cells * place(object.y1() + object.y2()) + place(object.x1() + object.x2());
    }

    /** @param twice the centre, as a part of the image */
    private int place(double twice) {
        return (int) Math.clamp(Math.floor(twice / 2 * cells), 0, cells - 1);
    }

    private int row(int cell) {
        return cell / cells;
    }

    private int column(int cell) {
        return cell % cells;
    }

    /** Where an object's centre is within its cell, across: x of its box. */
    double across(int cell, Box object) {
        return (object.x1() + object.x2()) / 2 * cells - column(cell);
    }

    /** Where an object's centre is within its cell, down: y of its box. */
    double down(int cell, Box object) {
        return (object.y1() + object.y2()) / 2 * cells - row(cell);
    }

    /**
     * A predicted box as parts of the image, which it may exceed.
     *
     * @param start of the image's numbers in {@code outputs}
     */
    Box decode(float[] outputs, int start, int cell, int predictor) {
        int at = start + box(cell, predictor);
        double x = (column(cell) + (double) outputs[at]) / cells;
        double y = (row(cell) + (double) outputs[at + 1]) / cells;
        double width = (double) outputs[at + WIDTH] * outputs[at + WIDTH];
        double height = (double) outputs[at + HEIGHT] * outputs[at + HEIGHT];
        return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }
}
