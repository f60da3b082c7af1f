package dev.roilab.yaml;

import java.util.Comparator;

/** One mistake in a document and its place; prints as {@code file:line:column: text}. */
public record YamlProblem(Position position, String text) implements Comparable<YamlProblem> {
    private static final Comparator<YamlProblem> READING_ORDER =
            Comparator.comparing(YamlProblem::position).thenComparing(YamlProblem::text);

    @Override
    public int compareTo(YamlProblem other) {
        return READING_ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return position + ": " + text;
    }
}
