package dev.roilab.claim;

import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Arms whose results say that they had one training by gradient descent each seed: only what follows it is each arm's
 * own.
 */
public final class ArmsOfOneTraining {
    private ArmsOfOneTraining() {}

    /** Labels of the arms that share their trainings, together; empty where every arm trains for itself. */
    public static List<List<String>> groups(List<Arm> arms) {
        Map<Map<Long, String>, List<String>> sharing = new LinkedHashMap<>();
        for (Arm arm : arms) {
            Map<Long, String> own = keys(arm);
            if (!own.isEmpty()) {
                sharing.entrySet().stream()
                        .filter(group -> agree(group.getKey(), own))
                        .findFirst()
                        .map(Map.Entry::getValue)
                        .orElseGet(() -> sharing.computeIfAbsent(own, _ -> new ArrayList<>()))
                        .add(arm.label());
            }
        }
        return sharing.values().stream().filter(labels -> labels.size() > 1).toList();
    }

    /** By seed, of the trials that came to their end. */
    private static Map<Long, String> keys(Arm arm) {
        Map<Long, String> keys = new LinkedHashMap<>();
        for (TrialResult trial : arm.finished()) {
            String key = trial.provenance().get(TrialResult.TRAINING_KEY);
            if (key != null) {
                keys.put(trial.seed(), key);
            }
        }
        return keys;
    }

    /** In every seed that both have, of which there is one. */
    private static boolean agree(Map<Long, String> first, Map<Long, String> second) {
        List<Long> common = first.keySet().stream().filter(second::containsKey).toList();
        return !common.isEmpty() && common.stream().allMatch(seed -> Objects.equals(first.get(seed), second.get(seed)));
    }
}
