package dev.roilab.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * How well a test set was done, as the task measures it or, after the test, the system itself.
 *
 * @param metrics by the names of the declared measures
 * @param byClass measures of single classes, a table each
 * @param curves of those that are declared
 */
public record Evaluation(SequencedMap<String, Double> metrics, List<ByClass> byClass, List<Curve> curves) {
    public Evaluation {
        byClass = List.copyOf(byClass);
        curves = List.copyOf(curves);
    }

    /** Of measures of the whole test set alone. */
    public static Evaluation of(SequencedMap<String, Double> metrics) {
        return new Evaluation(metrics, List.of(), List.of());
    }

    /** This one, and after it what else was measured. */
    public Evaluation and(Evaluation more) {
        SequencedMap<String, Double> all = new LinkedHashMap<>(metrics);
        all.putAll(more.metrics);
        return new Evaluation(
                all,
                Stream.concat(byClass.stream(), more.byClass.stream()).toList(),
                Stream.concat(curves.stream(), more.curves.stream()).toList());
    }
}
