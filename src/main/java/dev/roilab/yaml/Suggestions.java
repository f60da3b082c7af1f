package dev.roilab.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a mistyped one most likely meant. */
public final class Suggestions {
    /** More known words than this would drown the message. */
    private static final int LIST_LIMIT = 12;

    private Suggestions() {}

    /** Says that {@code typed} is not among the known words, and what may have been meant or what there is. */
    public static String unknown(String what, String typed, Collection<String> known) {
        return unknown(what, typed, "", known);
    }

    /** The same with a place, such as {@code " in vary"}, after the word. */
    public static String unknown(String what, String typed, String place, Collection<String> known) {
        Optional<String> near = nearest(typed, known);
        String list = known.size() <= LIST_LIMIT ? "known: " + String.join(", ", known) : "";
        String help = near.map(word -> "did you mean '" + word + "'?" + (isFar(typed, word) ? " " + list : ""))
                .orElse(list)
                .strip();
        return "unknown %s '%s'%s%s".formatted(what, typed, place, help.isEmpty() ? "" : "; " + help);
    }

    /** Half of the shorter word is of other letters: it may well name another thing. */
    private static boolean isFar(String typed, String word) {
        int distance = distance(typed.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
        return distance > 1
                && 2 * distance >= Math.min(typed.length(), word.length())
                && !letters(typed).equals(letters(word));
    }

    private static List<Integer> letters(String word) {
        return word.toLowerCase(Locale.ROOT).chars().sorted().boxed().toList();
    }

    /** Upper and lower case are the same letter. */
    static Optional<String> nearest(String typed, Collection<String> known) {
        int limit = Math.max(2, typed.length() / 3);
        String lower = typed.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(key -> distance(lower, key.toLowerCase(Locale.ROOT)) <= limit)
                .min(Comparator.comparingInt(key -> distance(lower, key.toLowerCase(Locale.ROOT))));
    }

    /** Levenshtein distance with one rolling row. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
