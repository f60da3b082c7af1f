package dev.roilab.eval;

import java.util.List;
import java.util.OptionalDouble;

/** How many key points were placed correctly, by kind of key point. */
public record PckResult(List<Count> points) {
    public PckResult {
        points = List.copyOf(points);
    }

    /**
     * Of one kind of key point, or of all.
     *
     * @param labelled key points of objects that count
     * @param located those of them whose object was found by its box
     * @param correct those of them that are close enough
     */
    public record Count(int labelled, int located, int correct) {
        /** The part of all labelled key points that is correct; an object that was not found has none. */
        public OptionalDouble ofAll() {
            return labelled == 0 ? OptionalDouble.empty() : OptionalDouble.of(correct / (double) labelled);
        }

        /** The part that is correct where the object was found. */
        public OptionalDouble ofLocated() {
            return located == 0 ? OptionalDouble.empty() : OptionalDouble.of(correct / (double) located);
        }

        Count plus(Count other) {
            return new Count(labelled + other.labelled, located + other.located, correct + other.correct);
        }
    }

    /** Every key point counts as much, whatever its kind. */
    public Count total() {
        return points.stream().reduce(new Count(0, 0, 0), Count::plus);
    }
}
