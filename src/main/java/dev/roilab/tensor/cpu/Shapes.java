package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Shape;

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

    /** A label a row, each below the number of classes; negative ones are ignored rows. Logits are [R, K]. */
    public static void requireLabels(Shape logits, int[] labels) {
        requireRank("logits", logits, 2);
        requireEqual("labels", Shape.of(labels.length), Shape.of(logits.size(0)));
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] >= logits.size(1)) {
                throw new IllegalArgumentException(
                        "the label " + labels[row] + " of row " + row + " is none of the classes of logits " + logits);
            }
        }
    }
}
