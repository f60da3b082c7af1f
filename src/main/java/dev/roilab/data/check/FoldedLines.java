package dev.roilab.data.check;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How lines say that others of their kind are left out, and how many findings such lines stand for. */
public final class FoldedLines {
    private static final Pattern MORE = Pattern.compile("\\.\\.\\. and (\\d+) more .*");
    private static final Pattern LIKE_IT = Pattern.compile(".* \\(and (\\d+) more like it\\)");

    private FoldedLines() {}

    /** The line behind those of a kind that are told. */
    public static String more(int left, String kind) {
        return "... and %d more %s".formatted(left, kind);
    }

    /** The one line of a kind. */
    public static String likeIt(String first, int others) {
        return others == 0 ? first : "%s (and %d more like it)".formatted(first, others);
    }

    /** All findings that were folded into these lines. */
    public static int count(List<String> lines) {
        return lines.stream().mapToInt(FoldedLines::count).sum();
    }

    private static int count(String line) {
        Matcher more = MORE.matcher(line);
        if (more.matches()) {
            return Integer.parseInt(more.group(1));
        }
        Matcher alike = LIKE_IT.matcher(line);
        return alike.matches() ? 1 + Integer.parseInt(alike.group(1)) : 1;
    }
}
