package dev.roilab.study.grid;

import dev.roilab.study.grid.Arms.Change;
import dev.roilab.yaml.Position;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings that a study gives two values in one cell, of which the later would win in silence: two entries of
 * {@code when}, or a label of {@code vary} that would not be what its trials do. An entry of {@code when} may give
 * another value than the block {@code arms}; that is what it is for.
 */
final class ConflictingChanges {
    private final Problems problems;
    private final Set<List<Position>> told = new HashSet<>();

    private ConflictingChanges(Problems problems) {
        this.problems = problems;
    }

    /** Adds a problem for each pair of places. */
    static void tell(List<Cell> cells, Problems problems) {
        var conflicts = new ConflictingChanges(problems);
        cells.forEach(conflicts::tell);
    }

    private void tell(Cell cell) {
        Map<String, Change> earlier = new LinkedHashMap<>();
        for (Change change : cell.changes()) {
            Change before = earlier.put(change.path(), change);
            if (before != null && !isRefinement(before, change) && !isSame(before, change)) {
                tell(cell, before, change);
            }
        }
    }

    private static boolean isRefinement(Change before, Change change) {
        return before.block().equals("arms") && change.block().equals("when");
    }

    private static boolean isSame(Change before, Change change) {
        return YamlWriter.canonical(before.value()).equals(YamlWriter.canonical(change.value()));
    }

    private void tell(Cell cell, Change before, Change change) {
        if (!told.add(List.of(before.position(), change.position()))) {
            return;
        }
        String arms = cell.labels().entrySet().stream()
                .map(label -> label.getKey() + " = " + label.getValue())
                .collect(Collectors.joining(", "));
        problems.add(
                change.position(),
                "'%s' has one value here, in %s, and another at %s, in %s, both for %s; keep one"
                        .formatted(change.path(), change.block(), before.position(), before.block(), arms));
    }
}
