package dev.roilab.yaml;

import java.util.List;
import java.util.TreeSet;

/** Collects mistakes, each once and in reading order, so that all of them can be reported together. */
public final class Problems {
    private final TreeSet<YamlProblem> found = new TreeSet<>();
    private int added;

    public void add(Position position, String text) {
        added++;
        found.add(new YamlProblem(position, text));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * How often one was added, also one that was known; a caller compares before and after to see whether a step went
     * well.
     */
    public int count() {
        return added;
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
