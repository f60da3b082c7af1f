package dev.roilab.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks the ranges of a settings record in its constructor. All values that are out of range are told at once, one a
 * line, each beginning with its key, as {@link RecordBinder} reads it.
 */
public final class Ranges {
    private final List<String> problems = new ArrayList<>();

    /** Remembers {@code "<rule>, got <value>"} unless the rule, which begins with the key, holds. */
    public Ranges require(boolean holds, String rule, Object value) {
        if (!holds) {
            problems.add(rule + ", got " + value);
        }
        return this;
    }

    /** A whole number from {@code least} on. */
    public Ranges atLeast(String key, int value, int least) {
        return require(value >= least, key + " must be >= " + least, value);
    }

    /** A finite number above 0. */
    public Ranges positive(String key, double value) {
        return require(value > 0 && Double.isFinite(value), key + " must be > 0", value);
    }

    /** A finite number from 0 on. */
    public Ranges notNegative(String key, double value) {
        return require(value >= 0 && Double.isFinite(value), key + " must be >= 0", value);
    }

    /**
     * Ends the checks.
     *
     * @throws IllegalArgumentException with all that was found
     */
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }
}
