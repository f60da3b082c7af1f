package dev.roilab.study.grid;

import dev.roilab.yaml.Position;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One entry of {@code vary}: a path and what it is set to in turn.
 *
 * @param position of the path in the study
 * @param arms values by label, in the study's order
 */
record Axis(String path, Position position, Map<String, YamlNode> arms) {

    /** Reads what stands under a path. */
    static Axis of(String path, YamlNode.Entry entry, Problems problems) {
        Map<String, YamlNode> arms = new LinkedHashMap<>();
        switch (entry.value()) {
            case YamlNode.Mapping named -> named.entries().forEach((label, arm) -> arms.put(label, arm.value()));
            case YamlNode.Sequence listed -> {
                for (YamlNode arm : listed.elements()) {
                    String label = label(arm, listed);
                    if (arms.put(label, arm) != null) {
                        problems.add(
                                arm.position(),
                                "two arms of '%s' are both '%s'; name them: {first: ..., second: ...}"
                                        .formatted(path, label));
                    }
                }
            }
            case YamlNode.Scalar scalar ->
                problems.add(scalar.position(), "expected a list of values or a map of named ones");
        }
        if (arms.isEmpty() && !(entry.value() instanceof YamlNode.Scalar)) {
            problems.add(entry.value().position(), "'" + path + "' has no values to vary over");
        }
        return new Axis(path, entry.position(), arms);
    }

    /** A map's type where that tells the arms apart, otherwise all its values. */
    private static String label(YamlNode arm, YamlNode.Sequence all) {
        if (arm.at("type").orElse(null) instanceof YamlNode.Scalar type) {
            long same = all.elements().stream()
                    .filter(other -> other.at("type").orElse(null) instanceof YamlNode.Scalar otherType
                            && otherType.text().equals(type.text()))
                    .count();
            if (same == 1) {
                return type.text();
            }
        }
        return text(arm);
    }

    private static String text(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar.isNull() ? "none" : scalar.text();
            case YamlNode.Sequence sequence ->
                sequence.elements().stream().map(Axis::text).collect(Collectors.joining("+"));
            case YamlNode.Mapping mapping ->
                mapping.entries().values().stream()
                        .map(entry -> text(entry.value()))
                        .collect(Collectors.joining("-"));
        };
    }
}
