package dev.roilab.eval;

import java.util.List;

/**
 * Interpolated precision at the recalls 0, 0.01, ..., 1.
 *
 * @param label class name, or {@code mean} for the mean over the classes that have an object
 */
public record PrecisionRecallCurve(String label, double iou, List<Double> recall, List<Double> precision) {
    public PrecisionRecallCurve {
        recall = List.copyOf(recall);
        precision = List.copyOf(precision);
    }
}
