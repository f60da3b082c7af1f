package dev.roilab.study.grid;

import dev.roilab.study.grid.Arms.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One combination of arms.
 *
 * @param labels of its arms by path, in the study's order
 * @param changes of the settings
 */
public record Cell(Map<String, String> labels, List<Change> changes) {
    static final Cell BASE = new Cell(Map.of(), List.of());

    /** Keeps copies of both. */
    public Cell {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        changes = List.copyOf(changes);
    }

    /** This cell on one more axis. */
    Cell on(Arms axis, String label) {
        Map<String, String> longer = new LinkedHashMap<>(labels);
        longer.put(axis.path(), label);
        return new Cell(longer, axis.labels().getOrDefault(label, List.of())).after(changes);
    }

    /** This cell with further changes. */
    Cell with(List<Change> further) {
        return new Cell(labels, further).after(changes);
    }

    private Cell after(List<Change> earlier) {
        List<Change> all = new ArrayList<>(earlier);
        all.addAll(changes);
        return new Cell(labels, all);
    }
}
