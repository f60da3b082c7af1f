package dev.roilab.study.grid;

import dev.roilab.yaml.Numerals;
import dev.roilab.yaml.Position;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.Suggestions;
import dev.roilab.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses cells by the labels of their arms: {@code {model.roi: align, model.backbone.stride: [8, 16]}} chooses those
 * that match at every path.
 *
 * @param accepted labels by path
 */
record CellFilter(Position position, Map<String, Set<String>> accepted) {
    /** Reads a filter; paths and labels that the axes do not have are problems. */
    static CellFilter of(YamlNode node, String block, List<Arms> axes, Problems problems) {
        Map<String, Set<String>> accepted = new LinkedHashMap<>();
        if (!(node instanceof YamlNode.Mapping mapping) || mapping.entries().isEmpty()) {
            problems.add(node.position(), "expected varied paths with their labels in " + block);
            return new CellFilter(node.position(), accepted);
        }
        Map<String, Arms> known = new LinkedHashMap<>();
        axes.forEach(axis -> known.put(axis.path(), axis));
        mapping.entries().forEach((path, entry) -> {
            Arms axis = known.get(path);
            if (axis == null) {
                problems.add(entry.position(), Suggestions.unknown("path", path, " in " + block, known.keySet()));
            } else {
                accepted.put(path, labels(entry.value(), axis, problems));
            }
        });
        return new CellFilter(node.position(), accepted);
    }

    private static Set<String> labels(YamlNode node, Arms axis, Problems problems) {
        Set<String> labels = new LinkedHashSet<>();
        List<YamlNode> nodes = node instanceof YamlNode.Sequence sequence ? sequence.elements() : List.of(node);
        for (YamlNode element : nodes) {
            if (!(element instanceof YamlNode.Scalar scalar)) {
                problems.add(element.position(), "expected a label or a list of them");
            } else {
                Set<String> known = axis.labels().keySet();
                Numerals.find(scalar.text(), known)
                        .ifPresentOrElse(
                                labels::add,
                                () -> problems.add(
                                        scalar.position(),
                                        Suggestions.unknown("label", scalar.text(), " of " + axis.path(), known)));
            }
        }
        return labels;
    }

    boolean matches(Cell cell) {
        return accepted.entrySet().stream().allMatch(entry -> {
            String label = cell.labels().get(entry.getKey());
            return label != null && entry.getValue().contains(label);
        });
    }
}
