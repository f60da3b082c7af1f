package dev.roilab.task;

import java.util.List;
import java.util.SequencedMap;

/**
 * How well a test set was done.
 *
 * @param metrics by the names of the task's measures
 * @param byClass measures of single classes, a table each
 * @param curves of those that the task declares
 */
public record Evaluation(SequencedMap<String, Double> metrics, List<ByClass> byClass, List<Curve> curves) {
    public Evaluation {
        byClass = List.copyOf(byClass);
        curves = List.copyOf(curves);
    }
}
