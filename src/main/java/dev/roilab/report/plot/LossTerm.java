package dev.roilab.report.plot;

import dev.roilab.claim.Arm;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.LossPoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One term of the loss that the systems of a study have.
 *
 * @param name as in {@code losses.csv}
 */
public record LossTerm(String name) {
    /** Last word of the names of cross entropies. */
    private static final String CROSS_ENTROPY = "classification";

    /** All that a study has, in the order in which its trials name them. */
    static List<LossTerm> of(List<Arm> arms) {
        return names(arms.stream().flatMap(arm -> arm.trials().stream()).toList()).stream()
                .map(LossTerm::new)
                .toList();
    }

    /** Those of some trials. */
    static List<String> names(List<TrialResult> trials) {
        Set<String> names = new LinkedHashSet<>();
        for (TrialResult trial : trials) {
            for (LossPoint point : trial.losses()) {
                names.addAll(point.losses().terms().keySet());
            }
        }
        return List.copyOf(names);
    }

    /** Such as {@code box loss}. */
    String heading() {
        return name.replace('_', ' ') + " loss";
    }

    /** The same at the beginning of a sentence. */
    String title() {
        return heading().substring(0, 1).toUpperCase(Locale.ROOT) + heading().substring(1);
    }

    /** A loss is a number without unit; one that is a negative logarithm says of which. */
    String unit() {
        return name.equals(CROSS_ENTROPY) || name.endsWith("_" + CROSS_ENTROPY) ? "nats" : "no unit";
    }

    /** What a trial has recorded, by step. */
    public Map<Integer, Double> points(TrialResult trial) {
        Map<Integer, Double> points = new TreeMap<>();
        for (LossPoint point : trial.losses()) {
            point.losses().term(name).filter(Double::isFinite).ifPresent(value -> points.put(point.step(), value));
        }
        return points;
    }
}
