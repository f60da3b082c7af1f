package dev.roilab.yaml;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names that stand for one number, or one list of them, in several ways: {@code 0.30} and {@code 0.3}. */
public final class Numerals {
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,18}(\\.\\d{0,18})?([eE][-+]?\\d{1,3})?");

    /** Lists of values are named so: {@code 0.3+0.5}. */
    private static final Pattern BETWEEN = Pattern.compile("(?<![eE])\\+");

    private Numerals() {}

    /** The name that was typed, or else the first that says the same in numbers; absent if there is none. */
    public static Optional<String> find(String typed, Collection<String> names) {
        return names.contains(typed)
                ? Optional.of(typed)
                : names.stream().filter(name -> same(typed, name)).findFirst();
    }

    private static boolean same(String one, String other) {
        List<String> ones = List.of(BETWEEN.split(one));
        List<String> others = List.of(BETWEEN.split(other));
        if (ones.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < ones.size(); i++) {
            if (!NUMBER.matcher(ones.get(i)).matches()
                    || !NUMBER.matcher(others.get(i)).matches()
                    || new BigDecimal(ones.get(i)).compareTo(new BigDecimal(others.get(i))) != 0) {
                return false;
            }
        }
        return true;
    }
}
