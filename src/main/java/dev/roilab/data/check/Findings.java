package dev.roilab.data.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Errors and warnings in the order in which they were found. Those of one kind are folded: of errors, and of repairs
 * that are listed one by one, {@value #SHOWN} are told, the first of each wording before others; of other warnings the
 * first, with a count.
 */
public final class Findings {
    private static final int SHOWN = 10;

    /** Repairs, of more than a tenth of all, that have one cause. */
    private static final int MANY = 5;

    /** Wordings of one kind that are told at least; a text that differs everywhere is no wording. */
    private static final int MOST_WORDINGS = 30;

    /** What differs between lines of one wording: the place before it, names, numbers, remarks in brackets. */
    private static final Pattern PARTICULARS =
            Pattern.compile("^[^ ]*: |'[^']*'|\\([^()]*\\)|[^ ,;]*[/\\\\][^ ,;]*|[-+.]*\\d[\\w.+-]*");

    private final Map<String, Counted> counted = new LinkedHashMap<>();
    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    /**
     * One line.
     *
     * @param kind empty where it is told in any case
     * @param line asked for at the end, when counts are known
     */
    private record Finding(String kind, Supplier<String> line) {}

    /** A warning that is told once. */
    private static final class Counted {
        private final String first;
        private int count = 1;

        Counted(String first) {
            this.first = first;
        }

        String line() {
            return FoldedLines.likeIt(first, count - 1);
        }
    }

    /** @param kind what is alike about these errors, in the plural */
    public void error(String kind, String line) {
        error(kind, () -> line);
    }

    /** @param line asked for at the end, when counts are known */
    public void error(String kind, Supplier<String> line) {
        errors.add(new Finding(kind, line));
    }

    /** A repair of a kind that is told once, by its first case and a count. */
    public void warning(String kind, String line) {
        Counted known = counted.get(kind);
        if (known != null) {
            known.count++;
            return;
        }
        var fresh = new Counted(line);
        counted.put(kind, fresh);
        warnings.add(new Finding("", fresh::line));
    }

    /** @param kind what is alike about these warnings, in the plural */
    public void listed(String kind, String line) {
        warnings.add(new Finding(kind, () -> line));
    }

    public boolean hasErrors() {
        return !errors.isEmpty();
    }

    public List<String> errors() {
        return folded(errors);
    }

    public List<String> warnings() {
        return folded(warnings);
    }

    /** What was told of one kind. */
    private static final class Told {
        private final Set<String> wordings = new HashSet<>();
        private int all;
        private int firsts;
        private int others;

        /** Whether a line is the first of its wording, one of not too many. */
        boolean isFirst(String line) {
            all++;
            boolean first = wordings.size() < MOST_WORDINGS
                    && wordings.add(PARTICULARS.matcher(line).replaceAll(""));
            firsts += first ? 1 : 0;
            return first;
        }

        /** Whether there is room for a line that is not the first. */
        boolean takesAnother() {
            boolean room = firsts + others < SHOWN;
            others += room ? 1 : 0;
            return room;
        }

        int left() {
            return all - firsts - others;
        }
    }

    /** What so many repairs may mean; absent where they may be slips of the hand. */
    public static Optional<String> manyRepairs(int repaired, int all) {
        return repaired >= MANY && 10L * repaired > all
                ? Optional.of(
                        "%d of %d boxes were cut to their pictures or left out, more than slips of the hand are; look at the order and the unit of their numbers"
                                .formatted(repaired, all))
                : Optional.empty();
    }

    /** A list in words that does not get too long. */
    public static String several(List<String> names) {
        return names.size() <= SHOWN
                ? String.join(", ", names)
                : "%s and %d more".formatted(String.join(", ", names.subList(0, SHOWN)), names.size() - SHOWN);
    }

    private static List<String> folded(List<Finding> findings) {
        Map<String, Told> kinds = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        Set<Integer> firsts = new HashSet<>();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            lines.add(finding.line().get());
            if (finding.kind().isEmpty()
                    || kinds.computeIfAbsent(finding.kind(), _ -> new Told()).isFirst(lines.getLast())) {
                firsts.add(i);
            }
        }
        List<String> told = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Told kind = kinds.get(findings.get(i).kind());
            if (firsts.contains(i) || (kind != null && kind.takesAnother())) {
                told.add(lines.get(i));
            }
        }
        kinds.forEach((kind, known) -> {
            if (known.left() > 0) {
                told.add(FoldedLines.more(known.left(), kind));
            }
        });
        return List.copyOf(told);
    }
}
