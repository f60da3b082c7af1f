package dev.roilab.yaml;

import java.util.Comparator;

/**
 * Where a piece of YAML was written.
 *
 * @param file as the user called it, or a command line option
 * @param line from 1; 0 if the source is no file, such as an option
 * @param column from 1
 */
public record Position(String file, int line, int column) implements Comparable<Position> {
    private static final Comparator<Position> READING_ORDER = Comparator.comparing(Position::file)
            .thenComparingInt(Position::line)
            .thenComparingInt(Position::column);

    /** A place that has a name but no lines. */
    public static Position of(String source) {
        return new Position(source, 0, 0);
    }

    @Override
    public int compareTo(Position other) {
        return READING_ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
