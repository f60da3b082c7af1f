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
}
