package dev.roilab.task;

import java.util.List;

/**
 * A trial's curve.
 *
 * @param whole of the whole test set; by class, the mean over classes
 * @param parts of single classes, where there are any
 */
public record Curve(CurveInfo info, Line whole, List<Part> parts) {
    public Curve {
        parts = List.copyOf(parts);
    }

    /** Points from left to right, as many across as up. */
    public record Line(List<Double> across, List<Double> up) {
        public Line {
            if (across.size() != up.size()) {
                throw new IllegalArgumentException(
                        "a line has as many values across as up, got " + across.size() + " and " + up.size());
            }
        }
    }

    /** Of one class. */
    public record Part(String label, Line line) {}
}
