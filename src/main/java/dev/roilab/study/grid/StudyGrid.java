package dev.roilab.study.grid;

import dev.roilab.yaml.Problems;
import dev.roilab.yaml.Suggestions;
import dev.roilab.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cells of a study: the product of {@code arms} and the paths of {@code vary}, less what {@code exclude} names,
 * with what {@code when} changes or varies in some of them.
 *
 * @param varied the axes' paths, in the study's order
 */
public record StudyGrid(List<String> varied, List<Cell> cells) {
    /** Far more than anybody waits for; a bound for a mistaken product. */
    private static final int CELL_LIMIT = 10_000;

    private static final Set<String> WHEN_KEYS = Set.of("if", "vary", "set");

    /** Reads what a document varies; what is wrong with it goes to the problems. */
    public static StudyGrid of(YamlNode.Mapping document, Problems problems) {
        List<Arms> axes = new ArrayList<>(Arms.ofNamed(document, problems));
        axes.addAll(Arms.ofVary(document, problems));
        List<Cell> cells = multiply(List.of(Cell.BASE), axes, problems);
        for (YamlNode element : elements(document, "when", problems)) {
            cells = when(element, cells, axes, problems);
        }
        cells = exclude(elements(document, "exclude", problems), cells, axes, problems);
        ConflictingChanges.tell(cells, problems);
        if (cells.isEmpty() && problems.isEmpty()) {
            problems.add(document.position(), "exclude leaves no trial");
        }
        Set<String> varied = new LinkedHashSet<>();
        axes.forEach(axis -> varied.add(axis.path()));
        return new StudyGrid(List.copyOf(varied), cells);
    }

    private static List<Cell> multiply(List<Cell> cells, List<Arms> axes, Problems problems) {
        List<Cell> product = cells;
        for (Arms axis : axes) {
            List<Cell> longer = new ArrayList<>();
            for (Cell cell : product) {
                axis.labels().keySet().forEach(label -> longer.add(cell.on(axis, label)));
            }
            if (longer.size() > CELL_LIMIT) {
                problems.add(axis.position(), "the product of the arms has more than " + CELL_LIMIT + " trials");
                return List.of();
            }
            product = longer;
        }
        return product;
    }

    private static List<YamlNode> elements(YamlNode.Mapping document, String key, Problems problems) {
        YamlNode node = document.value(key).orElse(null);
        if (node instanceof YamlNode.Sequence sequence) {
            return sequence.elements();
        }
        if (node != null && !(node instanceof YamlNode.Scalar scalar && scalar.isNull())) {
            problems.add(node.position(), "expected a list");
        }
        return List.of();
    }

    /**
     * One entry of {@code when}: in the cells that match {@code if}, {@code vary} multiplies and {@code set} changes.
     */
    private static List<Cell> when(YamlNode node, List<Cell> cells, List<Arms> axes, Problems problems) {
        if (!(node instanceof YamlNode.Mapping entry) || entry.value("if").isEmpty()) {
            problems.add(node.position(), "expected {if: ..., vary: ..., set: ...} with at least 'if' and one other");
            return cells;
        }
        entry.entries().forEach((key, value) -> {
            if (!WHEN_KEYS.contains(key)) {
                problems.add(
                        value.position(),
                        Suggestions.unknown(
                                "key", key, WHEN_KEYS.stream().sorted().toList()));
            }
        });
        int before = problems.count();
        CellFilter filter = CellFilter.of(entry.value("if").orElseThrow(), "when", axes, problems);
        List<Arms> inner = Arms.ofVary(entry, problems);
        List<Arms.Change> changes = Arms.ofSet(entry, "set", "when", problems);
        if (inner.isEmpty() && changes.isEmpty() && problems.count() == before) {
            problems.add(entry.position(), "changes nothing; expected 'vary' or 'set' beside 'if'");
        }
        List<Cell> result = new ArrayList<>();
        boolean matched = false;
        for (Cell cell : cells) {
            boolean matches = filter.matches(cell);
            matched |= matches;
            result.addAll(matches ? multiply(List.of(cell.with(changes)), inner, problems) : List.of(cell));
        }
        if (!matched && problems.count() == before) {
            problems.add(filter.position(), "no arm matches this 'if'");
        }
        axes.addAll(inner);
        return result;
    }

    private static List<Cell> exclude(List<YamlNode> entries, List<Cell> cells, List<Arms> axes, Problems problems) {
        List<Cell> left = new ArrayList<>(cells);
        for (YamlNode entry : entries) {
            int before = problems.count();
            CellFilter filter = CellFilter.of(entry, "exclude", axes, problems);
            boolean removed = problems.count() == before && left.removeIf(filter::matches);
            if (!removed && problems.count() == before) {
                problems.add(filter.position(), "excludes nothing: no arm matches");
            }
        }
        return left;
    }

    /** Every label that the cells have, by varied path. */
    public Map<String, Set<String>> labels() {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        varied.forEach(path -> all.put(path, new LinkedHashSet<>()));
        cells.forEach(cell -> labels(cell)
                .forEach((path, label) ->
                        all.computeIfAbsent(path, _ -> new LinkedHashSet<>()).add(label)));
        return all;
    }

    /** The labels of a cell on every axis; {@code -} where an axis does not reach it. */
    public Map<String, String> labels(Cell cell) {
        Map<String, String> labels = new LinkedHashMap<>();
        varied.forEach(path -> labels.put(path, cell.labels().getOrDefault(path, "-")));
        return labels;
    }
}
