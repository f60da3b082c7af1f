package dev.roilab.yaml;

import java.util.List;
import java.util.TreeSet;

/** Collects mistakes, each once and in reading order, so that all of them can be reported together. */
public final class Problems {
    private final TreeSet<YamlProblem> found = new TreeSet<>();

    public void add(Position position, String text) {
        found.add(new YamlProblem(position, text));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** How many there are; a caller compares before and after to see whether a step went well. */
    public int count() {
        return found.size();
    }

    public List<YamlProblem> list() {
        return List.copyOf(found);
    }

    /**
     * Ends the work here if anything was wrong.
     *
     * @throws YamlException with all problems
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new YamlException(list());
        }
    }
}
