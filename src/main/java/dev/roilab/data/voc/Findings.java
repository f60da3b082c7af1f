package dev.roilab.data.voc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Errors and warnings in the order in which they were found. Those of one kind are folded: of errors, and of repairs
 * that are listed one by one, the first {@value #SHOWN} are told; of other warnings the first, with a count.
 */
final class Findings {
    private static final int SHOWN = 10;

    private final Map<String, Integer> errorsOfKind = new LinkedHashMap<>();
    private final Map<String, Integer> listedOfKind = new LinkedHashMap<>();
    private final Map<String, Counted> counted = new LinkedHashMap<>();
    private final List<Supplier<String>> errors = new ArrayList<>();
    private final List<Supplier<String>> warnings = new ArrayList<>();

    /** A warning that is told once. */
    private static final class Counted {
        private final String first;
        private int count = 1;

        Counted(String first) {
            this.first = first;
        }

        String line() {
            return count == 1 ? first : "%s (and %d more like it)".formatted(first, count - 1);
        }
    }

    /** @param kind what is alike about these errors, in the plural */
    void error(String kind, String line) {
        error(kind, () -> line);
    }

    /** @param line asked for at the end, when counts are known */
    void error(String kind, Supplier<String> line) {
        if (errorsOfKind.merge(kind, 1, Integer::sum) <= SHOWN) {
            errors.add(line);
        }
    }

    /** A repair of a kind that is told once, by its first case and a count. */
    void warning(String kind, String line) {
        Counted known = counted.get(kind);
        if (known != null) {
            known.count++;
            return;
        }
        var fresh = new Counted(line);
        counted.put(kind, fresh);
        warnings.add(fresh::line);
    }

    /** @param kind what is alike about these warnings, in the plural */
    void listed(String kind, String line) {
        if (listedOfKind.merge(kind, 1, Integer::sum) <= SHOWN) {
            warnings.add(() -> line);
        }
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    List<String> errors() {
        return lines(errors, errorsOfKind);
    }

    List<String> warnings() {
        return lines(warnings, listedOfKind);
    }

    private static List<String> lines(List<Supplier<String>> told, Map<String, Integer> counts) {
        List<String> lines = new ArrayList<>();
        told.forEach(line -> lines.add(line.get()));
        counts.forEach((kind, count) -> {
            if (count > SHOWN) {
                lines.add("... and %d more %s".formatted(count - SHOWN, kind));
            }
        });
        return List.copyOf(lines);
    }
}
