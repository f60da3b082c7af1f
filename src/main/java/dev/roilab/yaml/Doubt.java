package dev.roilab.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * A value that may stand as it is and hardly does what whoever wrote it has in mind.
 *
 * @param path of the value, from the record that says so
 * @param text what comes of it, in words
 */
public record Doubt(String path, String text) {
    /** All that a record and the records in it say of themselves, with paths that start at it. */
    public static List<Doubt> in(Record record) {
        List<Doubt> all = new ArrayList<>();
        RecordTree.visit(record, (prefix, each) -> {
            if (each instanceof Doubtful doubtful) {
                doubtful.doubts().forEach(doubt -> all.add(doubt.below(prefix)));
            }
        });
        return List.copyOf(all);
    }

    /**
     * The same from further outside.
     *
     * @param prefix ends with a dot, or is empty
     */
    public Doubt below(String prefix) {
        return new Doubt(prefix + path, text);
    }

    /** For people. */
    public String line() {
        return path + ": " + text;
    }
}
