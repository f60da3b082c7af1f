package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Shape;
import java.util.List;

/** Checks of shapes whose messages name both sides. */
public final class Shapes {
    private Shapes() {}

    /** The two shapes agree. */
    public static void requireEqual(String what, Shape found, Shape expected) {
        if (!found.equals(expected)) {
            throw new IllegalArgumentException("shape of the " + what + ": expected " + expected + ", got " + found);
        }
    }

    /** The shape has so many axes. */
    public static void requireRank(String what, Shape found, int rank) {
        if (found.rank() != rank) {
            throw new IllegalArgumentException("shape of the " + what + ": expected " + rank + " axes, got " + found);
        }
    }

    /** Of logits [R, K] the rows, of [N, K, H, W] the cells. */
    public static int requireClasses(Shape logits) {
        if (logits.rank() == 4) {
            return Math.multiplyExact(logits.size(0), Math.multiplyExact(logits.size(2), logits.size(3)));
        }
        requireRank("logits", logits, 2);
        return logits.size(0);
    }

    /** A label a row or cell, each below the number of classes; negative ones are ignored. */
    public static void requireLabels(Shape logits, int[] labels) {
        requireEqual("labels", Shape.of(labels.length), Shape.of(requireClasses(logits)));
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] >= logits.size(1)) {
                throw new IllegalArgumentException(
                        "the label " + labels[row] + " of " + (logits.rank() == 4 ? "cell " : "row ") + row
                                + " is none of the classes of logits " + logits);
            }
        }
    }

    /** The same but for axis 0; of a matrix or of maps. */
    public static Shape withRows(Shape shape, int rows) {
        if (shape.rank() != 2 && shape.rank() != 4) {
            throw new IllegalArgumentException("rows are those of matrices and maps, got " + shape);
        }
        return shape.with(0, rows);
    }

    /** Each is a row of the shape. */
    public static void requireRows(Shape shape, int[] rows) {
        withRows(shape, rows.length);
        for (int place = 0; place < rows.length; place++) {
            if (rows[place] < 0 || rows[place] >= shape.size(0)) {
                throw new IllegalArgumentException(
                        "row %d, number %d of those to gather, is none of %s".formatted(rows[place], place, shape));
            }
        }
    }

    /** There are {@code count} rows from {@code first} on. */
    public static void requireRange(Shape shape, int first, int count) {
        withRows(shape, 0);
        if (first < 0 || count < 0 || first > shape.size(0) - count) {
            throw new IllegalArgumentException("no %d rows from %d in %s".formatted(count, first, shape));
        }
    }

    /** Parts one after the other along axis 0. */
    public static Shape joinedRows(List<Shape> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("rows to join need at least one part");
        }
        Shape first = parts.getFirst();
        int rows = 0;
        for (Shape part : parts) {
            if (!withRows(part, 0).equals(withRows(first, 0))) {
                throw new IllegalArgumentException(
                        "no joining of %s and %s: they differ in more than axis 0".formatted(first, part));
            }
            rows = Math.addExact(rows, part.size(0));
        }
        return withRows(first, rows);
    }

    /** [N * C, H * W] of maps [N, C, H, W]. */
    public static Shape rowsOfMaps(Shape maps) {
        requireRank("maps to see as rows", maps, 4);
        return Shape.of(Math.multiplyExact(maps.size(0), maps.size(1)), Math.multiplyExact(maps.size(2), maps.size(3)));
    }
}
