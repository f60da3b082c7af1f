package dev.roilab.study;

import dev.roilab.study.grid.Arms;
import dev.roilab.study.grid.Cell;
import dev.roilab.study.grid.StudyGrid;
import dev.roilab.yaml.Position;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds arms that are the same to their system, and says so of them as the study writes them. */
final class TwinArms {
    private final YamlNode.Mapping document;
    private final StudyGrid grid;
    private final Map<String, Seen> bySettings = new LinkedHashMap<>();
    private final Map<Pair, List<String>> pairs = new LinkedHashMap<>();

    TwinArms(YamlNode.Mapping document, StudyGrid grid) {
        this.document = document;
        this.grid = grid;
    }

    private record Seen(Cell cell, TrialSettings settings) {}

    /**
     * Two arms wherever they meet.
     *
     * @param paths where they differ
     * @param unread what they differ in and their system does not read, in words
     */
    private record Pair(
            List<String> paths, List<String> first, List<String> second, Position at, Position twin, String unread) {}

    void add(Cell cell, TrialSettings settings) {
        Seen twin = bySettings.put(UnreadSettings.withoutThem(settings), new Seen(cell, settings));
        if (twin == null) {
            return;
        }
        Map<String, String> first = grid.labels(twin.cell());
        Map<String, String> second = grid.labels(cell);
        List<String> paths = grid.varied().stream()
                .filter(path -> !second.getOrDefault(path, "").equals(first.get(path)))
                .toList();
        List<String> unread = UnreadSettings.between(twin.settings(), settings);
        String where = second.entrySet().stream()
                .filter(entry ->
                        !paths.contains(entry.getKey()) && cell.labels().containsKey(entry.getKey()))
                .map(entry -> TrialNames.shortName(entry.getKey(), grid.varied()) + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
        var pair = new Pair(
                paths,
                of(first, paths),
                of(second, paths),
                place(cell, paths),
                place(twin.cell(), paths),
                String.join("; ", unread));
        pairs.computeIfAbsent(pair, _ -> new ArrayList<>()).add(where);
    }

    private static List<String> of(Map<String, String> labels, List<String> paths) {
        return paths.stream().map(path -> labels.getOrDefault(path, "-")).toList();
    }

    /** Where the last of a cell's arms on some axes is written. */
    private Position place(Cell cell, List<String> paths) {
        Position place = document.position();
        for (String path : paths) {
            String label = cell.labels().get(path);
            if (label != null) {
                place = named(path, label)
                        .or(() -> cell.changes().stream()
                                .filter(change -> change.path().equals(path))
                                .findFirst()
                                .map(change -> change.value().position()))
                        .orElse(place);
            }
        }
        return place;
    }

    private Optional<Position> named(String path, String label) {
        Optional<YamlNode> axis = path.equals(Arms.NAMED)
                ? document.value("arms")
                : document.value("vary")
                        .filter(YamlNode.Mapping.class::isInstance)
                        .flatMap(vary -> ((YamlNode.Mapping) vary).value(path));
        return axis.filter(YamlNode.Mapping.class::isInstance)
                .map(arms -> ((YamlNode.Mapping) arms).entries().get(label))
                .map(YamlNode.Entry::position);
    }

    /** Adds what was found, once for two arms however many others they are combined with. */
    void report(Problems problems) {
        pairs.forEach((pair, contexts) -> problems.add(pair.at(), text(pair, contexts)));
    }

    private static String text(Pair pair, List<String> contexts) {
        String axes = pair.paths().equals(List.of(Arms.NAMED)) ? "" : " of " + String.join(" and ", pair.paths());
        String first = contexts.getFirst();
        String where = first.isEmpty()
                ? ""
                : contexts.size() == 1
                        ? " where " + first
                        : " in %d combinations, such as %s".formatted(contexts.size(), first);
        String twin = pair.twin().file().equals(pair.at().file())
                ? "line " + pair.twin().line()
                : pair.twin().toString();
        return "arms '%s' (%s) and '%s'%s have the same settings%s; change or remove one%s"
                .formatted(
                        String.join(", ", pair.first()),
                        twin,
                        String.join(", ", pair.second()),
                        axes,
                        where,
                        pair.unread().isEmpty() ? "" : "; " + pair.unread());
    }
}
