package dev.roilab.study.grid;

import dev.roilab.yaml.Position;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One way in which trials differ: labels, and what each label changes. A path of {@code vary} changes one place; the
 * block {@code arms} names sets of changes.
 *
 * @param path a varied path, or {@link #NAMED} for the block {@code arms}
 * @param position of the path in the study
 * @param labels in the study's order
 */
public record Arms(String path, Position position, Map<String, List<Change>> labels) {
    /** What reports call the axis of the block {@code arms}. */
    public static final String NAMED = "arm";

    /**
     * A value that takes the place of another.
     *
     * @param block of the study that says so, for messages
     */
    public record Change(String block, Position position, String path, YamlNode value) {}

    /** The axes of a {@code vary} block; none where it is absent or empty. */
    static List<Arms> ofVary(YamlNode.Mapping owner, Problems problems) {
        List<Arms> axes = new ArrayList<>();
        mapping(owner, "vary", "expected paths and, for each, a list of values or a map of named ones", problems)
                .entries()
                .forEach((path, entry) -> {
                    Axis axis = Axis.of(path, entry, problems);
                    ArmLabels.require(entry.value(), axis.arms(), problems);
                    Map<String, List<Change>> labels = new LinkedHashMap<>();
                    axis.arms()
                            .forEach((label, value) ->
                                    labels.put(label, List.of(new Change("vary", entry.position(), path, value))));
                    axes.add(new Arms(path, entry.position(), labels));
                });
        return axes;
    }

    /** The axis of the {@code arms} block; none where it is absent. */
    static List<Arms> ofNamed(YamlNode.Mapping document, Problems problems) {
        Map<String, List<Change>> labels = new LinkedHashMap<>();
        YamlNode.Mapping block =
                mapping(document, "arms", "expected names and, for each, paths with their values", problems);
        ArmLabels.require(block, Map.of(), problems);
        block.entries().keySet().forEach(name -> labels.put(name, ofSet(block, name, "arms", problems)));
        return labels.isEmpty() ? List.of() : List.of(new Arms(NAMED, block.position(), labels));
    }

    /** The changes of a map from paths to values. */
    static List<Change> ofSet(YamlNode.Mapping owner, String key, String block, Problems problems) {
        List<Change> changes = new ArrayList<>();
        mapping(owner, key, "expected paths with their values", problems)
                .entries()
                .forEach((path, entry) -> changes.add(new Change(block, entry.position(), path, entry.value())));
        return changes;
    }

    private static YamlNode.Mapping mapping(YamlNode.Mapping owner, String key, String expected, Problems problems) {
        YamlNode node = owner.value(key).orElse(null);
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping;
        }
        if (node != null && !(node instanceof YamlNode.Scalar scalar && scalar.isNull())) {
            problems.add(node.position(), expected);
        }
        return new YamlNode.Mapping(owner.position(), Map.of());
    }
}
