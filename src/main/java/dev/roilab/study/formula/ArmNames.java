package dev.roilab.study.formula;

import dev.roilab.yaml.Numerals;
import dev.roilab.yaml.Suggestions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what a claim means by the name of an arm. */
public final class ArmNames {
    private final Map<String, Collection<String>> labels;

    /** @param labels of every varied path */
    public ArmNames(Map<String, ? extends Collection<String>> labels) {
        this.labels = new LinkedHashMap<>(labels);
    }

    /** A label of a varied path. */
    public record Arm(String path, String label) {}

    /** By label alone. */
    Arm find(String label) {
        List<String> paths = labels.keySet().stream()
                .filter(path -> Numerals.find(label, of(path)).isPresent())
                .toList();
        if (paths.isEmpty()) {
            Set<String> known = new LinkedHashSet<>();
            labels.values().forEach(known::addAll);
            throw new IllegalArgumentException(Suggestions.unknown("arm", label, known));
        }
        if (paths.size() > 1) {
            throw new IllegalArgumentException("'" + label + "' is an arm of " + String.join(" and ", paths)
                    + "; write which, such as " + paths.getFirst() + "=" + label);
        }
        return arm(paths.getFirst(), label).orElseThrow();
    }

    /** By path, or as much of its end as tells it apart, and label. */
    public Arm find(String end, String label) {
        List<String> paths = labels.keySet().stream()
                .filter(path -> path.equals(end) || path.endsWith("." + end))
                .toList();
        if (paths.isEmpty()) {
            throw new IllegalArgumentException(Suggestions.unknown("path", end, " in claims", labels.keySet()));
        }
        if (paths.size() > 1) {
            throw new IllegalArgumentException("'" + end + "' may be " + String.join(" or ", paths));
        }
        return arm(paths.getFirst(), label)
                .orElseThrow(() -> new IllegalArgumentException(
                        Suggestions.unknown("arm", label, " of " + paths.getFirst(), of(paths.getFirst()))));
    }

    /** Under the label that the study gives it: numbers may be written in other ways. */
    private Optional<Arm> arm(String path, String label) {
        return Numerals.find(label, of(path)).map(known -> new Arm(path, known));
    }

    private Collection<String> of(String path) {
        return labels.getOrDefault(path, List.of());
    }
}
