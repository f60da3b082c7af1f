package dev.roilab.detect.staged;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Splits the wall clock of a training into its stages, one after the other. */
public final class TrainingClock {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last = System.nanoTime();

    /** What passed since the previous call belongs to this stage. */
    public void ended(String stage) {
        long now = System.nanoTime();
        seconds.merge(stage, (now - last) / 1e9, Double::sum);
        last = now;
    }

    /** Of all stages. */
    public double seconds() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Of all stages but one. */
    public double secondsWithout(String stage) {
        return seconds.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(stage))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Such as {@code fine-tuning 12.3, features 4.5}. */
    public String text() {
        return seconds.entrySet().stream()
                .map(stage -> String.format(Locale.ROOT, "%s %.1f", stage.getKey(), stage.getValue()))
                .collect(Collectors.joining(", "));
    }
}
