package dev.roilab.yaml;

import java.util.List;
import java.util.TreeSet;

/** Collects mistakes, each once and in reading order, so that all of them can be reported together. */
public final class Problems {
    private final TreeSet<YamlProblem> found = new TreeSet<>();
    private final TreeSet<YamlProblem> mended = new TreeSet<>();
    private int added;

    public void add(Position position, String text) {
        added++;
        found.add(new YamlProblem(position, text));
    }

    /** The same of a mistake that the reader has put right for itself: what follows is read as it was meant. */
    public void addMended(Position position, String text) {
        added++;
        mended.add(new YamlProblem(position, text));
    }

    public boolean isEmpty() {
        return found.isEmpty() && mended.isEmpty();
    }

    /**
     * How often one was added, also one that was known; a caller compares before and after to see whether a step went
     * well.
     */
    public int count() {
        return added;
    }

    public List<YamlProblem> list() {
        var all = new TreeSet<>(found);
        all.addAll(mended);
        return List.copyOf(all);
    }

    /** Those of {@link #addMended} alone. */
    public List<YamlProblem> mended() {
        return List.copyOf(mended);
    }

    /**
     * Ends the work here if anything was wrong.
     *
     * @throws YamlException with all problems
     */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw new YamlException(list());
        }
    }

    /**
     * Ends the work here if anything was wrong that is not mended.
     *
     * @throws YamlException with all problems
     */
    public void throwIfUnmended() {
        if (!found.isEmpty()) {
            throw new YamlException(list());
        }
    }
}
