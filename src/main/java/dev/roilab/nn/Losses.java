package dev.roilab.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The loss of a training step, term by term, by the names that its system gives them.
 *
 * @param terms weighted as they are summed, in the system's order: the first is the one whose fall says that the system
 *     learns; a term that a step has not is absent
 */
public record Losses(SequencedMap<String, Double> terms) {
    /** What a column of a file may be called. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /** Columns that such files have besides. */
    private static final Set<String> TAKEN = Set.of("step", "rate");

    /** Of a training that has had no step with anything to learn from. */
    public static final Losses NONE = new Losses(new LinkedHashMap<>());

    public Losses {
        terms.keySet().forEach(Losses::requireName);
        terms = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(terms));
    }

    /** A loss of one term. */
    public static Losses of(String name, double value) {
        return new Losses(new LinkedHashMap<>(Map.of(name, value)));
    }

    /**
     * Throws where a term cannot have this name.
     *
     * @throws IllegalArgumentException with what is expected
     */
    private static void requireName(String name) {
        if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
            throw new IllegalArgumentException(
                    "a loss cannot be called '%s': small letters, digits and underscores, and neither step nor rate"
                            .formatted(name));
        }
    }

    /** A term by its name; empty where the step had none. */
    public Optional<Double> term(String name) {
        return Optional.ofNullable(terms.get(name));
    }

    /** The sum of the terms; 0 where there are none. */
    public double total() {
        double total = 0;
        for (double term : terms.values()) {
            total += term;
        }
        return total;
    }

    /** Whether every term is a finite number. */
    public boolean areFinite() {
        for (double term : terms.values()) {
            if (!Double.isFinite(term)) {
                return false;
            }
        }
        return true;
    }

    /** Such as {@code loss 0.505: classification 0.384, box 0.121}; the name alone where there is one term. */
    public String text() {
        String each = terms.entrySet().stream()
                .map(term -> rounded(term.getKey(), term.getValue()))
                .collect(Collectors.joining(", "));
        return terms.size() < 2 ? each : rounded("loss", total()) + ": " + each;
    }

    private static String rounded(String name, double value) {
        return String.format(Locale.ROOT, "%s %.3f", name, value);
    }
}
